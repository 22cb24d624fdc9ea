// テーマの地図の操作: 動かす、拡大する、さがす、テーマを選ぶ。
"use strict";
(async () => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const { spec, words, themes, colours } = read("drawing");
  const columns = read("voices");
  const stage = document.getElementById("map");
  const hint = document.getElementById("hint");
  const found = document.getElementById("found");
  const search = document.getElementById("search");
  const only = document.getElementById("only");
  const buttons = [...document.querySelectorAll("#themes button")];

  const voices = columns.x.map((x, i) => ({
    x: x / 10000,
    y: columns.y[i] / 10000,
    t: columns.t[i],
    m: columns.m[i] === 1,
    s: columns.s[i],
    c: columns.t[i] < 0 ? colours.rest : themes[columns.t[i]].colour,
    q: `${columns.s[i]}\n${columns.t[i] < 0 ? "" : themes[columns.t[i]].name}`,
  }));

  const { view } = await vegaEmbed(stage, spec, { mode: "vega", renderer: "canvas", actions: false, tooltip: false });
  const size = () => view.width(stage.clientWidth).height(stage.clientHeight);
  view.data("voices", voices).data("themes", themes.map((one, t) => ({ ...one, t, label: `\u00a0${one.label}\u00a0` })));
  for (const [name, value] of Object.entries(colours)) {
    if (["ink", "paper", "quiet"].includes(name)) view.signal(name, value);
  }
  view.signal("family", colours.family);

  const say = (text) => { found.textContent = text; };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

  const whole = () => view.signal("xdom", [-0.02, 1.02]).signal("ydom", [-0.03, 1.03]);
  const isShown = ({ x, y }) => {
    const [left, right] = view.signal("xdom"), [low, high] = view.signal("ydom");
    return x > left && x < right && y > low && y < high;
  };

  const choose = (t) => {
    const now = view.signal("chosen") === t ? -1 : t;
    if (now >= 0 && !isShown(themes[now])) whole();
    view.signal("chosen", now).runAsync();
    buttons.forEach((one) => one.setAttribute("aria-pressed", String(Number(one.dataset.theme) === now)));
    if (now >= 0) {
      const { name, voices: count } = themes[now];
      say(fill(words.chosen, { name, count: count.toLocaleString("ja") }));
    } else say("");
  };

  const look = () => {
    const query = search.value.trim();
    view.signal("query", query).runAsync();
    buttons.forEach((one) => {
      one.parentElement.hidden = query !== "" && !themes[Number(one.dataset.theme)].name.includes(query)
        && !voices.some((voice) => voice.t === Number(one.dataset.theme) && voice.q.includes(query));
    });
    const count = voices.filter((voice) => voice.q.includes(query)).length;
    say(query === "" ? "" : fill(words.found, { count: count.toLocaleString("ja"), query }));
  };

  const themeOf = (item) => {
    if (!item) return null;
    let datum = item.datum;
    while (datum && datum.t === undefined && datum.datum) datum = datum.datum;
    return datum && datum.t !== undefined ? datum : null;
  };

  const tell = (event, item) => {
    const datum = themeOf(item);
    if (!datum || event.buttons) { hint.hidden = true; return; }
    hint.replaceChildren();
    const head = document.createElement("strong");
    head.textContent = datum.t < 0 ? words.no_theme : themes[datum.t].name;
    hint.append(head);
    // 点には声があり、名前には件数があります。
    const line = datum.n !== undefined ? fill(words.count, { count: datum.n.toLocaleString("ja") })
      : datum.s ? `「${datum.s}」` : datum.t >= 0 ? words.gated : words.alone;
    hint.append(document.createElement("br"), line);
    hint.hidden = false;
    const box = stage.getBoundingClientRect();
    const left = Math.min(event.clientX - box.left + 14, box.width - hint.offsetWidth - 8);
    const top = event.clientY - box.top + 18;
    hint.style.left = `${Math.max(8, left)}px`;
    hint.style.top = `${top + hint.offsetHeight > box.height ? top - hint.offsetHeight - 30 : top}px`;
  };

  let press = null;
  view.addEventListener("mousedown", (event) => { press = [event.clientX, event.clientY]; });
  view.addEventListener("click", (event, item) => {
    if (press && Math.hypot(event.clientX - press[0], event.clientY - press[1]) > 4) return;
    const datum = themeOf(item);
    tell(event, item);
    if (datum && datum.t >= 0) choose(datum.t);
    else if (view.signal("chosen") >= 0) choose(view.signal("chosen"));
  });
  view.addEventListener("mousemove", tell);
  stage.addEventListener("pointerleave", () => { hint.hidden = true; });
  search.addEventListener("input", look);
  only.addEventListener("change", () => view.signal("only", only.checked).runAsync());
  buttons.forEach((one) => one.addEventListener("click", () => choose(Number(one.dataset.theme))));
  document.querySelectorAll("[data-zoom]").forEach((one) => one.addEventListener("click", () => {
    const factor = Number(one.dataset.zoom);
    const around = ([low, high]) => {
      const middle = (low + high) / 2, half = (high - low) / 2 * factor;
      return [middle - half, middle + half];
    };
    const xdom = around(view.signal("xdom")), ydom = around(view.signal("ydom"));
    if (factor === 0 || xdom[1] - xdom[0] > 1.3) whole();
    else if (xdom[1] - xdom[0] > 0.01) view.signal("xdom", xdom).signal("ydom", ydom);
    view.runAsync();
  }));

  hint.hidden = true;
  // 読み直したとき、ブラウザーが前の印を残すことがあります。
  only.checked = false;
  const draw = () => size().runAsync();
  document.fonts.ready.then(() => Promise.all([
    document.fonts.load(`700 12px "${colours.family}"`, "あ"), document.fonts.load(`12px "${colours.family}"`, "あ"),
  ])).then(draw).then(() => { document.body.dataset.drawn = "yes"; });
  window.addEventListener("resize", draw);
})();
