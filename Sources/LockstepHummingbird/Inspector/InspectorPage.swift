/// The inspector's page. It holds no data: its script asks for them and shows them as text.
///
/// Literals, and not resources of the package: a server is then one file that works wherever it is put.
enum InspectorPage {
    static let html = #"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="robots" content="noindex">
        <title>Lockstep inspector</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="inspector/style.css">
        <script src="inspector/script.js" type="module"></script>
        </head>
        <body>
        <a class="skip" href="#log">Skip to the log</a>
        <header>
        <h1>Lockstep inspector <span id="schema"></span></h1>
        <p id="connection" role="status" data-state="waiting">Connecting</p>
        </header>
        <main>
        <noscript><p class="problem">The page needs its script to ask the server what to show.</p></noscript>
        <p id="problem" class="problem" role="alert" hidden></p>
        <dl id="figures">
        <div><dt>Newest version</dt><dd id="version">–</dd><dd id="committed" class="note"></dd></div>
        <div><dt>Entries in the log</dt><dd id="entries">–</dd><dd id="first" class="note"></dd></div>
        <div><dt>Clients</dt><dd id="seen">–</dd><dd id="known" class="note"></dd></div>
        <div><dt>Behind</dt><dd id="behind">–</dd><dd id="most" class="note"></dd></div>
        <div><dt>Waiting pushes</dt><dd id="waiting">–</dd><dd class="note">for the writer</dd></div>
        <div><dt>Event streams</dt><dd id="streams">–</dd><dd class="note">of clients and inspectors</dd></div>
        </dl>

        <section aria-labelledby="log-title">
        <div class="bar">
        <h2 id="log-title">Log</h2>
        <label>Filter <input id="filter" type="search" autocomplete="off" spellcheck="false" aria-controls="log"></label>
        </div>
        <div class="region" role="region" aria-labelledby="log-title" tabindex="0">
        <table id="log">
        <caption><span>Entries of the log, the newest first. <span id="log-note"></span></span></caption>
        <thead><tr>
        <th scope="col">Version</th><th scope="col">Time</th><th scope="col">Outcome</th>
        <th scope="col">Mutation</th><th scope="col">Actor</th><th scope="col">Client</th>
        <th scope="col" class="number">Number</th>
        </tr></thead>
        <tbody></tbody>
        </table>
        </div>
        <p><button id="older" type="button" hidden>Older entries</button></p>
        </section>

        <section aria-labelledby="clients-title">
        <div class="bar"><h2 id="clients-title">Clients</h2></div>
        <div class="region" role="region" aria-labelledby="clients-title" tabindex="0">
        <table id="clients">
        <caption><span>Clients that have pulled since the server began, those seen last first.</span></caption>
        <thead><tr>
        <th scope="col">Client</th><th scope="col">Actor</th><th scope="col">Last pull</th>
        <th scope="col" class="number">Version</th><th scope="col" class="number">Lag</th>
        <th scope="col" class="number">Pending rejections</th><th scope="col">Encoding</th>
        </tr></thead>
        <tbody></tbody>
        </table>
        </div>
        </section>

        <div class="columns">
        <section aria-labelledby="pulls-title">
        <div class="bar"><h2 id="pulls-title">Pulls</h2></div>
        <div class="region" role="region" aria-labelledby="pulls-title" tabindex="0">
        <table id="pulls">
        <caption><span>The last steps that clients were given: how each was said, and why so.</span></caption>
        <thead><tr>
        <th scope="col">Time</th><th scope="col">Client</th><th scope="col">Actor</th>
        <th scope="col" class="number">Versions</th><th scope="col">Encoding</th><th scope="col">Why</th>
        <th scope="col" class="number">Payload</th><th scope="col" class="number">Took</th>
        </tr></thead>
        <tbody></tbody>
        </table>
        </div>
        </section>

        <section aria-labelledby="tables-title">
        <div class="bar"><h2 id="tables-title">Tables</h2></div>
        <div class="region" role="region" aria-labelledby="tables-title" tabindex="0">
        <table id="tables">
        <caption><span>Rows of the replicated tables. <span id="counted"></span></span></caption>
        <thead><tr><th scope="col">Table</th><th scope="col" class="number">Rows</th></tr></thead>
        <tbody></tbody>
        </table>
        </div>
        </section>
        </div>
        </main>
        </body>
        </html>

        """#
}
