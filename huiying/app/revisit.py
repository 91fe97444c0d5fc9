"""One visit to one site: what its pages show of the inquiry becomes an observation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import partial

from huiying.app.probing import folder_of, persona_of
from huiying.app.world import World
from huiying.db.observations import NewObservation
from huiying.errors import HuiyingError
from huiying.model import (
    Accepted,
    Channel,
    CheckResult,
    EvidenceKind,
    Inquiry,
    Receipt,
    Round,
    State,
)
from huiying.probe.kept import kept_page
from huiying.probe.recheck import Absent, Item, Recheck, Seen, Unreadable, recheck
from huiying.probe.ways import AnswerWays, ways_from

NO_WAY = "没有找到查看答复的网页，请人工查看；只用邮件答复的网站请在配方中写明"


def revisit(world: World, round_: Round, inquiry: Inquiry, *, mailbox_whole: datetime | None) -> str:
    """Look at the site's pages, record what was seen, and say in one Chinese line what is news ("" for nothing).

    `mailbox_whole` is the instant up to which the mailbox has been read without a gap.
    """
    recipe = world.recipes.for_site(inquiry.site)
    ways = ways_from(recipe.answer, where=f"配方 {recipe.name}") if recipe and recipe.answer else None
    hints = None if ways else _family_ways(world, inquiry)
    began = world.clock.now()
    visit = recheck(
        inquiry,
        persona=persona_of(world),
        ways=ways,
        fetcher=world.fetcher,
        browser_factory=world.browser,
        challenger=world.challenger,
        vault=world.vault,
        clock=world.clock,
        folder=folder_of(round_, inquiry),
        pointers=_pointers(world, inquiry),
        memory=world.memory,
        since=round_.opened_at,
        hints=hints,
    )
    inquiry = _confirm(world, inquiry, visit)
    if inquiry.state is State.UNCONFIRMED:
        return _record_unconfirmed(world, inquiry, visit)
    return _record(world, inquiry, visit, ways, began=began, mailbox_whole=mailbox_whole)


def _family_ways(world: World, inquiry: Inquiry) -> AnswerWays | None:
    """Return the ways of the family whose signs are on the form that was filled, as the evidence shows it."""
    pages = [
        one
        for one in world.ledger.observations.evidence_of(inquiry.id)
        if one.kind is EvidenceKind.PAGE_BEFORE and one.path.endswith(".html")
    ]
    try:
        family = world.recipes.detect(kept_page(world.vault.read(pages[-1]))) if pages else None
    except (HuiyingError, OSError):
        return None  # evidence that is gone or was changed is told of elsewhere; it leads nowhere
    return ways_from(family.answer, where=f"配方 {family.name}") if family and family.answer else None


def _pointers(world: World, inquiry: Inquiry) -> Sequence[str]:
    """Return the addresses in the site's mails, whatever the rule took a mail for: one that only looks like an
    acknowledgement may still point to the answer. `recheck` opens those on the site's own hosts.
    """
    mails = [seen for seen in world.ledger.observations.of(inquiry.id) if seen.channel is Channel.MAIL and seen.text]
    return [word for seen in mails for word in seen.note.split() if word.startswith(("http://", "https://"))]


def _confirm(world: World, inquiry: Inquiry, visit: Recheck) -> Inquiry:
    if inquiry.state is not State.UNCONFIRMED or not visit.found:
        return inquiry
    proof = Accepted(
        why="在网站上查到了本次咨询，证明提交已被受理", receipt=Receipt(number=visit.number, query_code="")
    )
    return world.ledger.door.confirm(inquiry, proof, evidence=visit.evidence)


def _record_unconfirmed(world: World, inquiry: Inquiry, visit: Recheck) -> str:
    """Pages that were read and do not show the question are a look, which paces the next; they prove nothing."""
    why = "没有找到本次咨询，仍不能确认是否受理"
    news = "" if any(seen.note == why for seen in world.ledger.observations.of(inquiry.id)) else why
    world.ledger.observations.record(
        NewObservation(
            inquiry_id=inquiry.id,
            at=world.clock.now(),
            channel=Channel.LOOKUP,
            result=CheckResult.UNLISTED if visit.reached else CheckResult.UNREADABLE,
            note=why,
            evidence=visit.evidence,
        )
    )
    return f"{inquiry.site.name}：{news}" if news else ""


def _record(
    world: World,
    inquiry: Inquiry,
    visit: Recheck,
    ways: AnswerWays | None,
    *,
    began: datetime,
    mailbox_whole: datetime | None,
) -> str:
    """Write the whole visit at one instant: of two texts read in one visit neither was there without the other.

    A new text was there when the visit ended; that nothing was there is known of its beginning only.
    """
    known = {seen.text for seen in world.ledger.observations.of(inquiry.id)}
    new = any(isinstance(item, Seen) and item.reading.text not in known for item in visit.items)
    at = world.clock.now() if new else began
    found = [_observation(inquiry, item, at=at) for item in visit.items]
    lines = [_news(item, known) for item in visit.items]
    failures = [item.why for item in visit.items if isinstance(item, Unreadable)]
    error = failures[0] if failures and not visit.reached else ""
    unread = failures[0] if failures and visit.reached else ""
    if not found and ways is not None and ways.mail:
        found = [_mailbox(world, inquiry, mailbox_whole=mailbox_whole)]
        lines = [found[0].note] if mailbox_whole is None else []
    elif not found:
        error = NO_WAY
        found = [
            NewObservation(
                inquiry_id=inquiry.id, at=at, channel=Channel.LOOKUP, result=CheckResult.UNREADABLE, note=error
            )
        ]
    # Together or not at all: half a visit would show a gap or a note without what stood unread, or answered, beside it.
    world.ledger.observations.record_all(found)
    if world.ledger.health.note(f"site:{inquiry.site.id}", error=error):
        lines.append(f"{error}（此后不再重复提示）")
    # The site was reached and still does not show our question: that is no silence, and told once as well.
    if world.ledger.health.note(f"page:{inquiry.id}", error=unread):
        lines.append(f"{unread}（此后不再重复提示）")
    news = "；".join(dict.fromkeys(filter(None, lines)))
    return f"{inquiry.site.name}：{news}" if news else ""


def _observation(inquiry: Inquiry, item: Item, *, at: datetime) -> NewObservation:
    found = partial(NewObservation, inquiry_id=inquiry.id, at=at, channel=item.channel, evidence=item.evidence)
    match item:
        case Seen(reading=reading, judgement=judgement):
            return found(
                result=CheckResult.SEEN,
                text=reading.text,
                stated=reading.answered_at,
                unit=reading.unit,
                state=reading.state,
                judgement=judgement,
            )
        case Absent(weak=weak):
            return found(result=CheckResult.UNLISTED if weak else CheckResult.ABSENT)
        case Unreadable(why=why):
            return found(result=CheckResult.UNREADABLE, note=why)


def _news(item: Item, known: Collection[str]) -> str:
    """Return what is news of a place ("" for nothing, as for a text that is `known`)."""
    if isinstance(item, Seen) and item.reading.text not in known:
        return f"有文字（{item.judgement.why}）"
    return ""


def _mailbox(world: World, inquiry: Inquiry, *, mailbox_whole: datetime | None) -> NewObservation:
    """A site that answers by mail only: the mailbox, read just before, is the whole record up to now."""
    found = partial(NewObservation, inquiry_id=inquiry.id, channel=Channel.MAIL)
    if mailbox_whole is None:
        return found(at=world.clock.now(), result=CheckResult.UNREADABLE, note="邮箱未能完整读取")
    return found(at=mailbox_whole, result=CheckResult.ABSENT, note="邮箱已完整读取")
