extension InspectorPage {
    /// Whatever comes from the server becomes the text of a node, and never markup: the page's policy lets the browser
    /// make none of it.
    static let script = #"""
        const maximumEntries = 1000;
        const retryInterval = 5000;
        const reasons = {
          new: "the client has no base",
          invalidCursor: "its cursor is none that the log leads on from",
          asked: "it asked for rows, since a replay went another way",
          otherDefinitions: "its definitions are not the server’s",
          notReplayable: "an entry in between cannot be replayed",
          tooManyRows: "the rows are more than an answer takes",
          cheaper: "it is the cheapest",
          upToDate: "there is nothing new",
        };
        const outcomes = {
          applied: ["applied", "good"],
          rejected: ["rejected", "bad"],
          repeated: ["repeated", "odd"],
          external: ["external change", "odd"],
          migration: ["migration", ""],
        };

        const element = (id) => document.getElementById(id);
        const numbers = new Intl.NumberFormat("en");
        const number = (value) => numbers.format(value);
        const bounded = (count) => (count.isAtLimit ? "≥ " : "") + number(count.count);

        function make(name, content, className) {
          const node = document.createElement(name);
          if (className) node.className = className;
          if (content !== undefined) node.append(content);
          return node;
        }

        function clockTime(milliseconds, now) {
          const date = new Date(milliseconds);
          if (Number.isNaN(date.valueOf())) return make("span", "–");
          const node = make("time");
          node.dateTime = date.toISOString();
          node.title = date.toISOString();
          const isRecent = Math.abs(now - milliseconds) < 86_400_000;
          node.textContent = isRecent
            ? date.toLocaleTimeString("en-GB") : date.toISOString().slice(0, 19).replace("T", " ");
          return node;
        }

        function ago(milliseconds, now) {
          const seconds = Math.max(0, Math.round((now - milliseconds) / 1000));
          if (seconds < 60) return `${seconds} s ago`;
          if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
          if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h ago`;
          return `${Math.floor(seconds / 86_400)} days ago`;
        }

        function size(bytes) {
          if (bytes < 1000) return `${bytes} B`;
          if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
          return `${(bytes / 1_000_000).toFixed(1)} MB`;
        }

        function clientId(id, isWhole) {
          if (/^[0-]+$/.test(id)) return make("span", "server", "quiet");
          const node = make("span", isWhole ? id : id.slice(0, 8), "id");
          node.title = id;
          return node;
        }

        function row(heading, ...cells) {
          const node = make("tr");
          heading.scope = "row";
          node.append(heading, ...cells);
          return node;
        }

        function fill(id, rows, columns, emptyText) {
          if (rows.length === 0) {
            const cell = make("td", emptyText, "empty");
            cell.colSpan = columns;
            rows = [make("tr", cell)];
          }
          element(id).tBodies[0].replaceChildren(...rows);
        }

        // MARK: The log

        // Entries do not change: each has its row for good, so that what is opened stays open.
        let entries = new Map();
        let firstVersion = 1;

        function entryRow(entry, now) {
          const [word, color] = outcomes[entry.kind] ?? [entry.kind, ""];
          const outcome = make("td", make("span", word, `badge ${color}`));
          if (entry.code !== undefined) outcome.append(" ", make("code", entry.code));
          const mutation = make("td", undefined, "text");
          if (entry.arguments !== undefined || entry.message !== undefined) {
            const details = make("details", make("summary", entry.name));
            if (entry.message !== undefined) details.append(make("pre", entry.message));
            if (entry.arguments !== undefined) details.append(make("pre", entry.arguments));
            mutation.append(details);
          } else if (entry.name !== undefined) {
            mutation.append(entry.name);
          }
          const client = make("td");
          if (entry.client !== undefined) client.append(clientId(entry.client));
          return row(
            make("th", number(entry.version)), make("td", clockTime(entry.committedAt, now)), outcome,
            mutation, make("td", entry.actor ?? "", "text"), client,
            make("td", entry.number === undefined ? "" : number(entry.number), "number"));
        }

        function take(list, now) {
          for (const entry of list) {
            if (entries.has(entry.version)) continue;
            const node = entryRow(entry, now);
            node.dataset.text = [
              entry.version, entry.kind, entry.code, entry.name, entry.actor, entry.client,
            ].filter((part) => part !== undefined).join("\n").toLowerCase();
            entries.set(entry.version, node);
          }
        }

        function showLog() {
          const text = element("filter").value.trim().toLowerCase();
          const versions = [...entries.keys()].sort((a, b) => b - a);
          const shown = versions.map((version) => entries.get(version)).filter((node) => node.dataset.text.includes(text));
          fill("log", shown, 7, text === "" ? "The log has no entry." : "No entry of those loaded has this text.");
          const oldest = versions.at(-1) ?? 0;
          element("older").hidden = versions.length >= maximumEntries || oldest <= firstVersion;
          element("log-note").textContent = text === ""
            ? `${number(versions.length)} are loaded.` : `${number(shown.length)} of ${number(versions.length)} loaded.`;
        }

        function showTail(state) {
          const tail = state.log;
          const newest = Math.max(0, ...entries.keys());
          const oldestOfTail = tail.at(-1)?.version ?? 0;
          // Other entries lie between those that are shown and these, or the server was restored.
          if (newest > state.version || oldestOfTail > newest + 1) entries = new Map();
          take(tail, state.time);
          const versions = [...entries.keys()].sort((a, b) => b - a);
          for (const version of versions.slice(maximumEntries)) entries.delete(version);
          showLog();
        }

        // MARK: The rest

        function showFigures(state) {
          element("schema").textContent =
            `${state.schema.name} · schema ${state.schema.version} · ${state.schema.fingerprint.slice(0, 8)}`;
          document.title = `${state.schema.name} · Lockstep inspector`;
          element("version").textContent = number(state.version);
          element("committed").textContent = ago(state.committedAt, state.time);
          element("entries").textContent = number(state.version - state.firstVersion + 1);
          element("first").textContent = `from version ${number(state.firstVersion)}`;
          element("seen").textContent = number(state.clients.seen);
          element("known").textContent = `${bounded(state.clients.known)} have pushed, ever`;
          element("behind").textContent = number(state.clients.behind);
          element("most").textContent =
            state.clients.behind === 0 ? "all have the newest" : `by up to ${number(state.clients.mostBehind)} versions`;
          element("waiting").textContent = number(state.waitingPushes);
          element("streams").textContent = number(state.streams);
        }

        function clientRow(client, state) {
          const lag = client.lag === 0
            ? make("span", "0", "badge good") : make("span", number(client.lag), "badge odd");
          const pending = client.pendingRejections;
          const rejections = pending.count === 0 ? "0" : make("span", bounded(pending), "badge bad");
          const seen = make("time", ago(client.at, state.time));
          seen.dateTime = new Date(client.at).toISOString();
          return row(
            make("th", clientId(client.client, true)), make("td", client.actor, "text"), make("td", seen),
            make("td", number(client.to), "number"), make("td", lag, "number"), make("td", rejections, "number"),
            make("td", client.encoding));
        }

        function pullRow(pull, state) {
          const versions = pull.from === null
            ? `→ ${number(pull.to)}` : `${number(pull.from)} → ${number(pull.to)}`;
          return row(
            make("th", clockTime(pull.at, state.time)), make("td", clientId(pull.client)),
            make("td", pull.actor, "text"), make("td", versions, "number"),
            make("td", make("span", pull.encoding, "badge")), make("td", reasons[pull.reason] ?? pull.reason, "why"),
            make("td", size(pull.payloadBytes), "number"), make("td", `${number(pull.milliseconds)} ms`, "number"));
        }

        function tableRow(table) {
          const rows = table.rows === null ? "not counted: the others took too long" : bounded(table.rows);
          return row(make("th", table.name, "text"), make("td", rows, "number"));
        }

        function show(state) {
          firstVersion = state.firstVersion;
          showFigures(state);
          showTail(state);
          fill("clients", state.clients.latest.map((client) => clientRow(client, state)), 7, "No client has pulled yet.");
          fill("pulls", state.pulls.map((pull) => pullRow(pull, state)), 8, "No client has pulled yet.");
          fill("tables", state.tables.list.map(tableRow), 2, "The schema has no replicated table.");
          element("counted").textContent = `Counted ${ago(state.tables.at, state.time)}.`;
          document.body.dataset.version = state.version;
        }

        // MARK: Asking the server

        function tell(problem) {
          element("problem").hidden = problem === undefined;
          element("problem").textContent = problem ?? "";
        }

        async function ask(path) {
          const response = await fetch(path, { cache: "no-store", credentials: "same-origin" });
          const body = await response.json();
          if (response.ok) return body;
          throw new Error(
            response.status === 401 ? "You are signed out. Load the page again." : body.error?.message ?? response.status);
        }

        let isAsking = false;
        let isOutdated = false;

        async function refresh() {
          if (isAsking) {
            isOutdated = true;
            return;
          }
          isAsking = true;
          try {
            show(await ask("inspector/state"));
            tell(undefined);
          } catch (error) {
            tell(`The server did not answer. ${error.message}`);
          }
          isAsking = false;
          if (isOutdated) {
            isOutdated = false;
            refresh();
          }
        }

        async function showOlder() {
          element("older").disabled = true;
          try {
            const oldest = Math.min(...entries.keys());
            const page = await ask(`inspector/log?before=${oldest}`);
            if (page.log.length === 0) firstVersion = oldest;
            take(page.log, Date.now());
            showLog();
          } catch (error) {
            tell(`The server did not answer. ${error.message}`);
          }
          element("older").disabled = false;
        }

        // MARK: Staying up to date

        let events;
        let retry;

        function say(state, text) {
          element("connection").dataset.state = state;
          element("connection").textContent = text;
        }

        function listen() {
          clearTimeout(retry);
          events?.close();
          events = new EventSource("inspector/events");
          events.addEventListener("open", () => say("live", "Live"));
          events.addEventListener("activity", refresh);
          events.addEventListener("error", () => {
            say("lost", "Not live: trying again");
            if (events.readyState !== EventSource.CLOSED) return;
            retry = setTimeout(() => { refresh(); listen(); }, retryInterval);
          });
        }

        document.addEventListener("visibilitychange", () => {
          if (document.hidden) {
            clearTimeout(retry);
            events?.close();
            say("waiting", "Paused while hidden");
          } else {
            listen();
          }
        });
        element("filter").addEventListener("input", showLog);
        element("older").addEventListener("click", showOlder);
        refresh();
        listen();

        """#
}
