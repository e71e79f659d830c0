extension InspectorPage {
    static let style = #"""
        :root {
          color-scheme: light dark;
          --page: #f5f6f8;
          --surface: #ffffff;
          --line: #dfe3e8;
          --text: #1b2430;
          --quiet: #5a6675;
          --accent: #1f5fbf;
          --good: #0b6b3a;
          --good-surface: #e2f4e9;
          --bad: #a3182b;
          --bad-surface: #fde7ea;
          --odd: #7a4b00;
          --odd-surface: #fdf0d5;
          --plain-surface: #eceff3;
        }
        @media (prefers-color-scheme: dark) {
          :root {
            --page: #11161d;
            --surface: #1a212b;
            --line: #2e3846;
            --text: #e6ebf2;
            --quiet: #9dabbc;
            --accent: #7fb2ff;
            --good: #7be0a5;
            --good-surface: #123523;
            --bad: #ff9aa8;
            --bad-surface: #45161e;
            --odd: #f5c76b;
            --odd-surface: #3d2d0d;
            --plain-surface: #2a3340;
          }
        }
        * { box-sizing: border-box; }
        body {
          margin: 0;
          background: var(--page);
          color: var(--text);
          font: 14px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
        }
        header, main { max-width: 1600px; margin: 0 auto; padding: 0 24px; }
        header {
          display: flex;
          flex-wrap: wrap;
          align-items: baseline;
          justify-content: space-between;
          gap: 4px 16px;
          padding-top: 20px;
        }
        h1 { margin: 0; font-size: 20px; font-weight: 650; }
        h1 span { color: var(--quiet); font-weight: 400; overflow-wrap: anywhere; }
        h2 { margin: 0; font-size: 16px; font-weight: 650; }
        #connection { margin: 0; color: var(--quiet); }
        #connection::before {
          content: "";
          display: inline-block;
          width: 9px;
          height: 9px;
          margin-right: 7px;
          border-radius: 50%;
          background: var(--odd);
        }
        #connection[data-state="live"]::before { background: var(--good); }
        #connection[data-state="lost"]::before { background: var(--bad); }
        .skip {
          position: absolute;
          left: 8px;
          top: -60px;
          padding: 8px 12px;
          background: var(--surface);
          color: var(--accent);
          border: 2px solid var(--accent);
          border-radius: 6px;
        }
        .skip:focus { top: 8px; }
        .problem {
          margin: 16px 0 0;
          padding: 10px 14px;
          border-radius: 8px;
          background: var(--bad-surface);
          color: var(--bad);
        }
        #figures {
          display: grid;
          grid-template-columns: repeat(auto-fit, minmax(150px, 1fr));
          gap: 12px;
          margin: 16px 0 0;
        }
        #figures div, section {
          background: var(--surface);
          border: 1px solid var(--line);
          border-radius: 10px;
        }
        #figures div { padding: 12px 14px; }
        dt { color: var(--quiet); }
        dd { margin: 0; font-size: 24px; font-weight: 600; font-variant-numeric: tabular-nums; }
        dd.note { min-height: 1.5em; color: var(--quiet); font-size: 12px; font-weight: 400; }
        section { margin: 16px 0; min-width: 0; overflow: hidden; }
        section > p { margin: 0; }
        .bar {
          display: flex;
          flex-wrap: wrap;
          align-items: center;
          justify-content: space-between;
          gap: 8px 16px;
          padding: 12px 16px 8px;
        }
        .region { overflow: auto; max-height: 480px; }
        .columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0 16px; align-items: start; }
        .columns section { margin-top: 0; }
        @media (min-width: 1100px) {
          .columns { grid-template-columns: minmax(0, 3fr) minmax(0, 1fr); }
        }
        table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
        caption { padding: 0 16px 8px; color: var(--quiet); text-align: left; }
        caption > span { position: sticky; left: 16px; display: inline-block; max-width: calc(100vw - 80px); }
        th, td { padding: 6px 10px; text-align: left; vertical-align: top; white-space: nowrap; }
        th:first-child, td:first-child { padding-left: 16px; }
        th:last-child, td:last-child { padding-right: 16px; }
        thead th {
          position: sticky;
          top: 0;
          background: var(--surface);
          color: var(--quiet);
          font-weight: 600;
          box-shadow: inset 0 -1px var(--line);
        }
        tbody th { font-weight: 400; }
        tbody tr + tr > * { border-top: 1px solid var(--line); }
        tbody tr:hover { background: var(--page); }
        .number { width: 1%; text-align: right; }
        .text { min-width: 16ch; max-width: 28ch; white-space: normal; overflow-wrap: anywhere; }
        .why { min-width: 20ch; white-space: normal; }
        .quiet, td.empty { color: var(--quiet); }
        td.empty { padding: 16px; }
        code, .id { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: 12.5px; }
        .badge {
          display: inline-block;
          padding: 0 8px;
          border-radius: 9px;
          background: var(--plain-surface);
          font-size: 12.5px;
        }
        .badge.good { background: var(--good-surface); color: var(--good); }
        .badge.bad { background: var(--bad-surface); color: var(--bad); }
        .badge.odd { background: var(--odd-surface); color: var(--odd); }
        details { max-width: 60ch; }
        summary { cursor: pointer; overflow-wrap: anywhere; white-space: normal; }
        pre {
          margin: 4px 0 0;
          padding: 8px;
          border-radius: 6px;
          background: var(--page);
          font-size: 12.5px;
          white-space: pre-wrap;
          overflow-wrap: anywhere;
        }
        input, button {
          padding: 6px 10px;
          border: 1px solid var(--line);
          border-radius: 7px;
          background: var(--page);
          color: inherit;
          font: inherit;
        }
        label { color: var(--quiet); }
        #filter { width: 220px; max-width: 100%; margin-left: 6px; }
        #older { margin: 10px 16px 14px; cursor: pointer; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        .region:focus-visible { outline-offset: -2px; }
        @media (max-width: 600px) {
          header, main { padding-left: 12px; padding-right: 12px; }
          #figures { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 8px; }
          dd { font-size: 20px; }
          th:first-child, td:first-child, .bar, caption { padding-left: 12px; }
          caption > span { left: 12px; max-width: calc(100vw - 50px); }
          #filter { width: 150px; }
        }

        """#
}
