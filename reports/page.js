// Tables that can be sorted. The page is complete without this: it adds a
// button to each heading, and reads and fetches nothing but the page itself.
(() => {
  "use strict";
  // Withheld, not available, too little and empty: no place in an order.
  const unknown = new Set(["", "c", "–", "low"]);
  const words = new Intl.Collator("en-GB", { numeric: true, sensitivity: "base" });
  const day = /^(\d{2})\/(\d{2})\/(\d{4})$/;
  const figure = /^[£+−-]?\d[\d,]*(\.\d+)?(?=%|$| to )/;

  // What a cell is sorted by: days and figures as numbers, anything else as words.
  const key = (text) => {
    const date = day.exec(text);
    if (date) return Number(date[3] + date[2] + date[1]);
    const number = figure.exec(text);
    return number ? Number(number[0].replace("−", "-").replace(/[£+,]/g, "")) : text;
  };

  const order = (one, other) => {
    const numbers = (typeof one === "number") - (typeof other === "number");
    // Figures come before words where a column has both.
    if (numbers !== 0) return -numbers;
    return typeof one === "number" ? one - other : words.compare(one, other);
  };

  const sort = (body, rows, column, way) => {
    const known = [];
    const last = [];
    for (const row of rows) {
      const text = row.cells[column].textContent.trim();
      if (way === "none" || !unknown.has(text)) known.push({ row, key: key(text) });
      else last.push(row);
    }
    // Rows that are alike stay in the order they were written in, both ways.
    if (way !== "none") known.sort((a, b) => (way === "ascending" ? order(a.key, b.key) : order(b.key, a.key)));
    body.append(...known.map((entry) => entry.row), ...last);
  };

  // The third press brings back the order of the page.
  const next = { none: "ascending", ascending: "descending", descending: "none" };

  for (const table of document.querySelectorAll("table")) {
    const body = table.tBodies[0];
    const rows = [...body.rows];
    if (rows.length < 3 || table.querySelector("thead button")) continue;
    const heads = [...table.tHead.rows[0].cells];
    heads.forEach((head, column) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const way = next[head.getAttribute("aria-sort") || "none"];
        for (const other of heads) other.removeAttribute("aria-sort");
        if (way !== "none") head.setAttribute("aria-sort", way);
        sort(body, rows, column, way);
      });
    });
  }
})();
