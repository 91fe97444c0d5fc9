// Function body, arguments[0] = "hold", "tried" or "release". The network is cut off meanwhile (docs/decisions/0027); this holds what that
// does not reach: a form into another window, a new window, open sockets, workers. "tried" returns what wanted to leave, in words.
const hold = window.__hyHold || (window.__hyHold = {on: false, watched: false, tried: []});
if (arguments[0] === "tried") return hold.tried.slice(0, 20);
hold.on = arguments[0] === "hold";
if (hold.on) hold.tried = [];
if (hold.watched) return navigator.onLine;
hold.watched = true;
const stop = what => { if (hold.on && hold.tried.length < 20) hold.tried.push(what); return hold.on; };
window.addEventListener("submit", event => {  // after the page's own handlers: what they stop is no sending
  if (!event.defaultPrevented && stop("form")) event.preventDefault();
});
const instead = (owner, name, what) => {
  if (!owner) return;
  const own = owner[name];
  owner[name] = function () { return stop(what) ? null : own.apply(this, arguments); };
};
instead(HTMLFormElement.prototype, "submit", "form");
instead(window, "open", "window");
const elsewhere = node => { const link = node && node.closest && node.closest("a[href][target], area[href][target]"); return !!link && !/^_(self|top|parent)?$/i.test(link.target); };
const click = HTMLElement.prototype.click;
HTMLElement.prototype.click = function () { if (!elsewhere(this) || !stop("window")) click.call(this); };
window.addEventListener("click", event => { if (!event.defaultPrevented && elsewhere(event.target) && stop("window")) event.preventDefault(); });
instead(window.WebSocket && WebSocket.prototype, "send", "socket");
instead(window.RTCDataChannel && RTCDataChannel.prototype, "send", "socket");
instead(window.Worker && Worker.prototype, "postMessage", "worker");
instead(window.MessagePort && MessagePort.prototype, "postMessage", "worker");
instead(window.BroadcastChannel && BroadcastChannel.prototype, "postMessage", "worker");
return navigator.onLine;
