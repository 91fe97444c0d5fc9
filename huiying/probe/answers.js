// Function body: the texts that guard.js kept, and the hosts that it refused.
let answers = [], refused = [];
try { answers = JSON.parse(sessionStorage.getItem("hy-answers") || "[]"); } catch (e) { answers = []; }
if (window.__hyGuard) { if (window.__hyGuard.answers.length) answers = window.__hyGuard.answers; refused = window.__hyGuard.refused; }
try { sessionStorage.removeItem("hy-answers"); } catch (e) { /* nothing to clear */ }
return {answers: Array.isArray(answers) ? answers.slice(0, 20) : [], refused: refused};
