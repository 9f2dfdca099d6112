// The search for postmortems: what has the words of a text, and how well. Pagefind
// knows which postmortems have a word; a table beside it knows what they are.
window.pmSearch = (function () {
  "use strict";

  const MAX_TERMS = 16; // of a long text, which may be a whole stack trace
  const OF_A_SYNONYM = 0.7; // what a match of another word says, against one of the word itself
  const OF_A_PART = 0.4; // what a part of an identifier says, against all of it
  const ENOUGH = 1 / 3; // what a result must have of the words, the rare ones counting more
  const OF_A_PHRASE = 4; // what a match of words in their order says, against one of a word
  const BREATH = 30; // milliseconds
  const NAME_LENGTH = 7; // letters of a fragment's name
  const CHECKED = 8; // fragments in which a word like a mistyped one is looked for
  const SMALL_WORDS = new Set(
    (
      "a about after all an and any are as at be been before but by can did do does for from had has have how i if in " +
      "into is it its just no not of off on or our out so some than that the their then there they this to too up us " +
      "was we were what when where which while who why will with you your"
    ).split(" "),
  );

  async function fetchData(address) {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    const data = new Uint8Array(await response.arrayBuffer());
    if (data[0] !== 0x1f || data[1] !== 0x8b) return new TextDecoder().decode(data);
    const unpacked = new Blob([data]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(unpacked).text();
  }

  function withoutSigns(word) {
    return word.replace(/^[^\p{L}\p{N}_]+|[^\p{L}\p{N}_]+$/gu, "");
  }

  // How two spellings of a word are compared.
  function fold(word) {
    return withoutSigns(word).toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");
  }

  // Of `orders_v2` the parts `orders` and `v2`; of `int4`, taken further, `int`.
  function partsOf(word, within = /[\p{L}\p{N}]+/gu) {
    return (word.match(within) || []).filter((part) => part.length > 1 && part !== word);
  }

  const LETTERS_OR_DIGITS = /\p{L}+|\p{N}+/gu;

  // What is looked for: words, phrases in quotation marks, and what the library's
  // synonyms say for them; words that mean the same are one. Small words count where
  // there is no other.
  function readTerms(text, synonyms) {
    const terms = new Map();
    const small = [];
    const add = (label, isPhrase) => {
      const group = synonyms.findIndex((words) => words.some((one) => isSame(one, label)));
      const key = group < 0 ? label.toLowerCase() : group;
      const term = terms.get(key) || { label, queries: [], says: 1 };
      const others = group < 0 ? [] : synonyms[group];
      const typed = [...term.queries.filter((query) => !query.isSynonym), { text: label, isPhrase }];
      term.queries = [
        ...typed,
        ...others
          .filter((one) => !typed.some((query) => isSame(one, query.text)))
          .map((one) => ({ text: one, isPhrase: one.includes(" "), isSynonym: true })),
      ];
      terms.set(key, term);
    };
    let rest = text.replace(/"([^"]+)"/g, (_, phrase) => {
      if (fold(phrase)) add(phrase.trim(), true);
      return " ";
    });
    for (const phrase of synonyms.flat().filter((one) => one.includes(" "))) {
      const place = ` ${rest.toLowerCase()} `.indexOf(` ${phrase.toLowerCase()} `);
      if (place < 0) continue;
      add(phrase, true);
      rest = `${rest.slice(0, place)} ${rest.slice(place + phrase.length)}`;
    }
    for (const one of rest.split(/[\s\p{S}]+/u)) {
      const word = withoutSigns(one);
      if (!word) continue;
      if (word.length < 2 || SMALL_WORDS.has(word.toLowerCase())) small.push(word);
      else add(word, false);
    }
    if (!terms.size) for (const word of small) add(word, false);
    return [...terms.values()].slice(0, MAX_TERMS);
  }

  function isSame(one, other) {
    const [a, b] = [one.toLowerCase(), other.toLowerCase()];
    return a === b || `${a}s` === b || a === `${b}s`;
  }

  // How many letters must be typed anew to make one word of the other; neighbours
  // that changed places are one.
  function distance(a, b) {
    const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
    for (let row = 1; row <= a.length; row += 1) {
      rows[row] = [row];
      for (let column = 1; column <= b.length; column += 1) {
        const differs = a[row - 1] === b[column - 1] ? 0 : 1;
        let least = Math.min(rows[row - 1][column] + 1, rows[row][column - 1] + 1, rows[row - 1][column - 1] + differs);
        if (row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
          least = Math.min(least, rows[row - 2][column - 2] + 1);
        }
        rows[row][column] = least;
      }
    }
    return rows[a.length][b.length];
  }

  class Index {
    constructor(root) {
      this.root = root;
      this.asked = new Map(); // promises of what Pagefind says, by query
      this.fragments = new Map(); // promises, by record
    }

    // The table: records are numbered from the newest to the oldest.
    async loadTable() {
      this.table ||= fetchData(new URL("find/records.pm", this.root)).then((text) => this.readTable(JSON.parse(text)));
      return this.table;
    }

    readTable(table) {
      this.size = table.days.length;
      this.language = table.language;
      this.names = Array.from({ length: this.size }, (_, record) =>
        table.fragments.slice(record * NAME_LENGTH, (record + 1) * NAME_LENGTH),
      );
      this.records = new Map(this.names.map((name, record) => [name, record]));
      return table;
    }

    async loadPagefind() {
      this.pagefind ||= import(new URL("find/pagefind/pagefind.js", this.root)).then(async (pagefind) => {
        // A worker would be a second copy of the program; a search takes too little to need it.
        await pagefind.options({ noWorker: true });
        await pagefind.init();
        return pagefind;
      });
      return this.pagefind;
    }

    async load() {
      const loading = Promise.all([this.loadTable(), this.loadPagefind()]);
      loading.catch(() => {
        this.table = this.pagefind = null; // to be tried again
      });
      return loading;
    }

    // What has the words of a text: for each record how well, and which terms are where.
    // Null where nobody wants to know any more.
    async search(text, isWanted) {
      const [table] = await this.load();
      let terms = readTerms(text, table.synonyms);
      await this.findTerms(terms, isWanted);
      if (!isWanted()) return null;
      // An identifier that nothing has: what has its parts?
      const known = new Set(terms.map((term) => term.label.toLowerCase()));
      const parts = terms
        .filter((term) => !term.found.size && !term.queries[0].isPhrase)
        .flatMap(({ label }) => [...partsOf(label), ...partsOf(label, LETTERS_OR_DIGITS)])
        .filter((part) => !known.has(part.toLowerCase()) && !/^\d{1,2}$/.test(part));
      const added = readTerms(parts.join(" "), table.synonyms);
      for (const term of added) term.says = OF_A_PART;
      await this.findTerms(added, isWanted);
      if (!isWanted()) return null;
      terms = [...terms, ...added.filter((term) => term.found.size)];
      return { terms, ...this.weigh(terms) };
    }

    weigh(terms) {
      const known = terms.filter((term) => term.found.size);
      for (const term of known) term.weight = term.says * Math.log(1 + this.size / term.found.size);
      const all = known.reduce((sum, term) => sum + term.weight, 0);
      const matches = new Map();
      for (const term of known) {
        for (const [record, hit] of term.found) {
          const match = matches.get(record) || { score: 0, share: 0, terms: [] };
          match.score += hit.score;
          match.share += term.weight / all;
          match.terms.push(term);
          matches.set(record, match);
        }
      }
      for (const match of matches.values()) {
        match.isWhole = match.terms.length === known.length;
        match.score *= match.share;
      }
      const enough = new Map([...matches].filter(([, match]) => match.isWhole || match.share >= ENOUGH));
      return { known, matches: enough.size ? enough : matches };
    }

    // What is loaded is loaded at once. What Pagefind then takes for a frequent word keeps
    // the page from drawing what is typed, so it takes a breath between two.
    async findTerms(terms, isWanted) {
      const pagefind = await this.loadPagefind();
      await Promise.all(terms.flatMap((term) => term.queries).map((query) => pagefind.preload(query.text)));
      let start = performance.now();
      for (const term of terms) {
        if (performance.now() - start > BREATH) {
          await new Promise((done) => setTimeout(done));
          start = performance.now();
        }
        if (!isWanted()) return;
        await this.findTerm(term);
      }
    }

    // Every record that has a term, with how well it has it and where.
    async findTerm(term) {
      const answers = await Promise.all(term.queries.map((query) => this.ask(query)));
      term.found = new Map();
      term.queries.forEach((query, index) => {
        query.count = answers[index].size;
        for (const [record, { score, words }] of answers[index]) {
          const own = score * term.says * (query.isSynonym ? OF_A_SYNONYM : 1);
          const hit = term.found.get(record);
          if (!hit) term.found.set(record, { score: own, words });
          else term.found.set(record, { score: Math.max(hit.score, own), words: [...hit.words, ...words] });
        }
      });
    }

    async ask({ text, isPhrase }) {
      const key = isPhrase ? `"${text}"` : text;
      if (!this.asked.has(key)) {
        const asking = isPhrase ? this.askPhrase(text) : this.askWord(text);
        asking.catch(() => this.asked.delete(key));
        this.asked.set(key, asking);
      }
      return this.asked.get(key);
    }

    // Pagefind takes words that begin so for the word, which suits a word that is being
    // typed. Where there is none, it takes the beginning of the word, down to a letter
    // (`over` for `overflow`), and of an identifier its parts: that is not the word.
    async askWord(word) {
      const found = await this.askPagefind(word);
      if (!found.size) return found;
      const isName = /[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]/u.test(word);
      if (!isName && (await this.beginsSo(word, found))) return found;
      const exact = await this.askPagefind(`"${word}"`);
      if (isName && exact.size) return this.asPhrase(exact);
      return exact.size || (isName && (await this.beginsSo(word, found))) ? found : exact;
    }

    // One result tells for all: those whose text is there anyway come first.
    async beginsSo(word, found) {
      const records = [...found.keys()];
      const record = records.find((one) => this.fragments.has(one)) ?? records[0];
      const { content } = await this.loadFragment(record);
      const all = content.split(/\s+/);
      const wanted = fold(word).replace(/(?<=.{4})(ing|ed|es|e|s)$/, "");
      return found.get(record).words.some((place) => {
        const own = fold(all[place] || "");
        return [own, ...partsOf(own)].some((part) => part.startsWith(wanted));
      });
    }

    async askPhrase(phrase) {
      return this.asPhrase(await this.askPagefind(`"${phrase}"`));
    }

    // Pagefind scores no phrases.
    asPhrase(found) {
      const score = OF_A_PHRASE * Math.log(1 + (this.size - found.size + 0.5) / (found.size + 0.5));
      return new Map([...found].map(([record, hit]) => [record, { ...hit, score }]));
    }

    async askPagefind(query) {
      const pagefind = await this.loadPagefind();
      const { results } = await pagefind.search(query);
      const found = new Map();
      for (const { id, score, words } of results) {
        const record = this.records.get(id.slice(-NAME_LENGTH));
        if (record !== undefined) found.set(record, { score, words });
      }
      return found;
    }

    // What is shown of a record.
    async loadFragment(record) {
      if (!this.fragments.has(record)) {
        const address = new URL(`find/pagefind/fragment/${this.language}_${this.names[record]}.pf_fragment`, this.root);
        const loading = fetchData(address).then((text) => JSON.parse(text.replace(/^pagefind_dcd/, "")));
        loading.catch(() => this.fragments.delete(record));
        this.fragments.set(record, loading);
      }
      return this.fragments.get(record);
    }

    // Words most like one that nothing has: among some given, and those that begin alike.
    async findNearest(word, given) {
      const wanted = fold(word);
      const most = Math.max(1, Math.floor(wanted.length / 3));
      const near = new Map();
      const consider = (one) => {
        const other = fold(one);
        if (!other || near.has(other) || Math.abs(other.length - wanted.length) > most) return;
        const far = distance(wanted, other);
        if (far && far <= most) near.set(other, far);
      };
      given.forEach(consider);
      for (let length = Math.min(4, wanted.length - 1); length > 1 && !near.size; length -= 1) {
        const found = await this.ask({ text: wanted.slice(0, length) });
        for (const [record, { words }] of [...found].slice(0, CHECKED)) {
          const { content } = await this.loadFragment(record);
          const all = content.split(/\s+/);
          for (const place of words) if (all[place]) consider(all[place]);
        }
      }
      const least = Math.min(...near.values());
      return [...near].filter(([, far]) => far === least).map(([one]) => one);
    }
  }

  return { Index, fold };
})();
