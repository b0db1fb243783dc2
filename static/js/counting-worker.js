// Keeps the counters for a phone without a connection, and nothing else of this site.
const forget = async () => {
  for (const name of await caches.keys()) await caches.delete(name);
};

const answer = async (request, isCounter) => {
  const kept = await caches.match(request, { ignoreVary: true });
  const asked = fetch(request).then((came) => {
    if (came.status > 499) return kept || came;
    // Sent to sign in, or somebody who no longer counts here.
    if (isCounter && !came.ok) forget();
    return came;
  });
  if (!kept) return asked;
  return Promise.race([
    asked.catch(() => kept),
    new Promise((done) => setTimeout(done, 4000, kept)),
  ]);
};

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  const isPage = request.mode === "navigate";
  if (origin !== location.origin) return;
  if (request.method === "GET") {
    const isCounter = isPage && /^\/(c\/[^/]+\/metrics\/count\/\d|r\/room\/)/.test(pathname);
    if (isCounter || pathname.startsWith("/static/")) event.respondWith(answer(request, isCounter));
  } else if (isPage && !/^\/[cr]\//.test(pathname)) {
    // Signing in or out: what was kept is not for whoever comes next.
    event.waitUntil(forget());
  }
});
