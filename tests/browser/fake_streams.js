// Runs before the page's own modules: searches and events become streams that a test feeds.
(() => {
  const encoder = new TextEncoder();
  const sources = [];
  let controller = null;

  globalThis.fakeStreams = {
    searches: [],
    sources,
    send: (lines) => {
      for (const line of lines) controller.enqueue(encoder.encode(`${JSON.stringify(line)}\n`));
    },
    end: () => controller.close(),
    tell: (event, data) => {
      for (const source of sources) {
        source.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(data) }));
      }
    },
  };

  const fetch = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (address, options = {}) => {
    if (!String(address).endsWith("/api/v1/searches")) return fetch(address, options);
    fakeStreams.searches.push(JSON.parse(options.body));
    const body = new ReadableStream({ start(made) { controller = made; } });
    const mine = controller;
    options.signal?.addEventListener("abort", () => {
      try { mine.error(options.signal.reason); } catch { /* ended already */ }
    });
    return new Response(body, { headers: { "Content-Type": "application/x-ndjson" } });
  };

  globalThis.EventSource = class extends EventTarget {
    static CLOSED = 2;

    constructor(url) {
      super();
      this.url = url;
      this.readyState = 1;
      sources.push(this);
      queueMicrotask(() => this.onopen?.());
    }

    close() { this.readyState = 2; }
  };
})();
