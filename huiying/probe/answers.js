// Function body: what guard.js kept (answers of scripts, texts that appeared, hosts that were refused).
const read = key => { try { const kept = JSON.parse(sessionStorage.getItem(key) || "[]"); sessionStorage.removeItem(key); return Array.isArray(kept) ? kept : []; } catch (e) { return []; } };
const stored = {answers: read("hy-answers"), shown: read("hy-shown")}, guard = window.__hyGuard || {answers: [], shown: [], refused: []};
return {answers: (guard.answers.length ? guard.answers : stored.answers).slice(0, 20), shown: Array.from(new Set([...stored.shown, ...guard.shown])).slice(0, 200),
  refused: guard.refused};
