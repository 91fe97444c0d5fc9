"""A practice city on loopback: 43 government sites, their mails and their simulated days. It knows nothing of the tool."""

from huiying.drill.city.apps import FAULTS
from huiying.drill.city.city import City
from huiying.drill.city.clock import BEIJING, ROUND_CLOSES, ROUND_OPENS
from huiying.drill.city.embedded_mail import EmbeddedMail
from huiying.drill.city.postman import MailAccount

__all__ = ["BEIJING", "FAULTS", "ROUND_CLOSES", "ROUND_OPENS", "City", "EmbeddedMail", "MailAccount"]
