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
  const PREPARED = 4; // letters of a word that somebody may be typing
  const LONG = 1500; // results of a word that take too long while somebody types
  const NOWHERE = { filters: { nothing: "nothing" } }; // a filter that the index has not
  const OF_ASKING = 50; // results of a word that take as long as to ask once more
  const GUESSED = 2; // mistyped words for which one like it is looked for
  const CHECKED = 4; // postmortems in which it is looked for, for each way that it may begin
  const TOO_MANY = 2000; // postmortems that have words that begin so

  async function fetchData(address, options) {
    const response = await fetch(address, options);
    if (!response.ok) throw new Error(`${response.status} ${response.url}`);
    const data = new Uint8Array(await response.arrayBuffer());
    if (data[0] !== 0x1f || data[1] !== 0x8b) return new TextDecoder().decode(data);
    const unpacked = new Response(data).body.pipeThrough(new DecompressionStream("gzip"));
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

  // How words and phrases are compared: in lower case, each word in the singular.
  function keyOf(text) {
    const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) || [];
    return words.map((word) => (word.length > 3 ? word.replace(/(?<!s)s$/, "") : word)).join(" ");
  }

  // What is known of words: which are small, and which say the same as others, by their keys.
  class Words {
    constructor({ small_words: small = [], synonyms = [], families = {} }) {
      this.small = new Set(small);
      this.groups = new Map(synonyms.flatMap((group) => group.map((one) => [keyOf(one), group])));
      this.relatives = new Map();
      for (const [family, members] of Object.entries(families)) {
        this.relatives.set(keyOf(family), members);
        for (const member of members) this.relatives.set(keyOf(member), [family]);
      }
      this.longest = Math.max(1, ...[...this.groups.keys()].map((key) => key.split(" ").length));
    }

    saysLittle(word) {
      return word.length < 2 || this.small.has(word.toLowerCase());
    }

    // How many words from one on are a phrase of the synonyms; as many as possible.
    phraseAt(words, start) {
      for (let count = Math.min(this.longest, words.length - start); count > 1; count -= 1) {
        if (this.groups.has(keyOf(words.slice(start, start + count).join(" ")))) return count;
      }
      return 1;
    }
  }

  // What is looked for: words, phrases in quotation marks, and what the library's
  // synonyms say for them; words that mean the same are one. Small words count where
  // there is no other.
  function readTerms(text, known) {
    const terms = new Map();
    const small = [];
    const add = (label, isPhrase) => {
      const key = keyOf(label);
      const group = known.groups.get(key);
      const term = terms.get(group || key || label) || { label, queries: [], says: 1 };
      const typed = term.queries.filter((query) => !query.isSynonym);
      if (!typed.some((query) => query.text === label)) typed.push({ text: label, isPhrase });
      const others = [...(group || []), ...(known.relatives.get(key) || [])];
      term.queries = [
        ...typed,
        ...others
          .filter((one) => !typed.some((query) => keyOf(query.text) === keyOf(one)))
          .map((one) => ({ text: one, isPhrase: one.includes(" "), isSynonym: true })),
      ];
      terms.set(group || key || label, term);
    };
    const rest = text.replace(/"([^"]+)"/g, (_, phrase) => {
      if (fold(phrase)) add(phrase.trim(), true);
      return " ";
    });
    const words = rest.split(/[\s\p{S}]+/u).map(withoutSigns).filter(Boolean);
    for (let index = 0; index < words.length && terms.size < MAX_TERMS; ) {
      const count = known.phraseAt(words, index);
      if (count > 1) add(words.slice(index, index + count).join(" "), true);
      else if (known.saysLittle(words[index])) small.push(words[index]);
      else add(words[index], false);
      index += count;
    }
    if (!terms.size) for (const word of small) add(word, false);
    return [...terms.values()].slice(0, MAX_TERMS);
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

  function isName(word) {
    return /[\p{L}\p{N}][^\p{L}\p{N}]+[\p{L}\p{N}]/u.test(word);
  }

  class Index {
    constructor(root) {
      this.root = root;
      this.forget();
    }

    // All of it; it is loaded anew when it is next needed.
    forget() {
      this.table = this.pagefind = null; // promises, as all of these
      this.asked = new Map(); // how Pagefind is asked, by word or phrase
      this.counted = new Map(); // how many records it finds, by what it is asked
      this.told = new Map(); // what it finds
      this.fragments = new Map(); // what is shown, by record
    }

    // The table: records are numbered from the newest to the oldest.
    async loadTable() {
      this.table ||= this.fetchTable();
      return this.table;
    }

    // Its name is the same after each build: a browser must ask whether it has changed.
    async fetchTable() {
      const text = await fetchData(new URL("find/records.pm", this.root), { cache: "no-cache" });
      const table = JSON.parse(text);
      const length = table.name_length;
      this.size = table.days.length;
      this.language = table.language;
      this.names = Array.from({ length: this.size }, (_, record) =>
        table.fragments.slice(record * length, (record + 1) * length),
      );
      this.records = new Map(this.names.map((name, record) => [name, record]));
      this.nameLength = length;
      this.words = new Words(table);
      return table;
    }

    async loadPagefind() {
      this.pagefind ||= import(new URL("find/pagefind/pagefind.js", this.root)).then(async ({ createInstance }) => {
        // A worker would be a second copy of the program; a search takes too little to need it.
        const pagefind = createInstance({ noWorker: true });
        const [hash] = await Promise.all([this.fetchHash(), pagefind.init()]);
        this.hash = hash;
        return pagefind;
      });
      return this.pagefind;
    }

    // Which index the site has.
    async fetchHash() {
      return fetchData(new URL("find/pagefind/pagefind-entry.json", this.root), { cache: "no-cache" });
    }

    async load() {
      const loading = Promise.all([this.loadTable(), this.loadPagefind()]);
      loading.catch(() => {
        this.table = this.pagefind = null; // to be tried again
      });
      return loading;
    }

    // What somebody types is loaded at once, but for a word of which there are only the
    // first letters; what takes no long time is looked for while the last word is typed.
    async prepare(text, isWanted) {
      await this.load();
      const queries = readTerms(text, this.words).flatMap((term) => term.queries);
      const loaded = queries.filter((query) => query.text.length >= PREPARED);
      await Promise.all(loaded.map((query) => this.countPagefind(`"${query.text}"`)));
      const finished = text.slice(0, text.search(/\S*$/));
      await this.findTerms(readTerms(finished, this.words), [], isWanted, true);
    }

    // Whether the site has been built anew since the index was loaded.
    async isOld() {
      return this.hash !== (await this.fetchHash());
    }

    // What has the words of a text: how well each record, and which terms are where.
    // Null where nobody wants to know any more.
    async search(text, isWanted) {
      await this.load();
      const terms = readTerms(text, this.words);
      await this.findTerms(terms, [], isWanted);
      if (!isWanted()) return null;
      // An identifier that nothing has: what has its parts?
      const known = new Set(terms.map((term) => term.label.toLowerCase()));
      const parts = terms
        .filter((term) => !term.count && !term.queries[0].isPhrase)
        .flatMap(({ label }) => [...partsOf(label), ...partsOf(label, LETTERS_OR_DIGITS)])
        .filter((part) => !known.has(part.toLowerCase()) && !/^\d{1,2}$/.test(part));
      const added = readTerms(parts.join(" "), this.words);
      for (const term of added) term.says = OF_A_PART;
      await this.findTerms(added, terms, isWanted);
      if (!isWanted()) return null;
      const all = [...terms, ...added.filter((term) => term.count)];
      const weights = all.filter((term) => term.count).map((term) => this.weightOf(term));
      return new Found(all, weights, this.size);
    }

    weightOf(term) {
      return term.count ? term.says * Math.log(1 + this.size / term.count) : 0;
    }

    // Which records have a term, and how well. What is loaded is loaded at once. Pagefind
    // counts in no time, but it takes long to tell all the places of a frequent word. A
    // record that has nothing but frequent words has not enough of what is looked for; so
    // they are asked for beside the rarer ones, after those.
    async findTerms(terms, before, isWanted, isAhead) {
      if (!terms.length) return;
      await Promise.all(terms.map((term) => this.countTerm(term)));
      if (!isWanted()) return;
      const all = [...before, ...terms].reduce((sum, term) => sum + this.weightOf(term), 0);
      const ordered = [...terms].sort((a, b) => b.count - a.count);
      let sum = 0;
      const frequent = ordered.filter((term) => {
        sum += this.weightOf(term);
        return sum < all * ENOUGH;
      });
      const rare = ordered.filter((term) => !frequent.includes(term));
      let start = performance.now();
      for (const term of [...rare, ...frequent]) {
        // What takes long keeps the page from drawing what is typed.
        if (performance.now() - start > BREATH) {
          await new Promise((done) => setTimeout(done));
          start = performance.now();
        }
        if (!isWanted()) return;
        const rarer = [...before, ...rare].filter((one) => one.found?.size);
        if (frequent.includes(term) && this.isBesideQuicker(term, rarer)) await this.findBeside(term, rarer);
        else if (!isAhead || term.count < LONG) await this.findTerm(term);
      }
    }

    async countTerm(term) {
      const asked = await Promise.all(term.queries.map((query) => this.study(query)));
      term.queries.forEach((query, index) => Object.assign(query, asked[index]));
      term.count = Math.min(this.size, term.queries.reduce((sum, query) => sum + query.count, 0));
    }

    // How Pagefind is to be asked for a word or a phrase, and how many have it.
    async study({ text, isPhrase }) {
      const key = isPhrase ? `"${text}"` : text;
      if (!this.asked.has(key)) {
        const asking = this.findWay(text, isPhrase);
        asking.catch(() => this.asked.delete(key));
        this.asked.set(key, asking);
      }
      return this.asked.get(key);
    }

    // Pagefind takes words that begin so for the word, which suits a word that is being
    // typed. Where there is none, it takes the beginning of the word, down to a letter
    // (`over` for `overflow`), and of an identifier its parts: that is not the word.
    async findWay(text, isPhrase) {
      const exact = `"${text}"`;
      const count = await this.countPagefind(exact);
      if (isPhrase || (count && isName(text))) return { count, wording: exact };
      if (count) return { count: await this.countPagefind(text), wording: text };
      const found = await this.askPagefind(text);
      return { count: found.size && (await this.beginsSo(text, found)) ? found.size : 0, wording: text };
    }

    // One result tells for all: those whose text is there anyway come first.
    async beginsSo(word, found) {
      const records = [...found.keys()];
      const record = records.find((one) => this.fragments.has(one)) ?? records[0];
      const fragment = await this.loadFragment(record).catch(() => null);
      if (!fragment) return true;
      const all = fragment.content.split(/\s+/);
      const wanted = fold(word).replace(/(?<=.{4})(ing|ed|es|e|s)$/, "");
      return found.get(record).words.some((place) => {
        const own = fold(all[place] || "");
        return [own, ...partsOf(own)].some((part) => part.startsWith(wanted));
      });
    }

    // Every record that has a term, with how well it has it and where.
    async findTerm(term) {
      const answers = await Promise.all(term.queries.map((query) => this.ask(query)));
      term.found = new Map();
      term.queries.forEach((query, index) => {
        for (const [record, { score, words }] of answers[index]) addHit(term, query, record, score, words);
      });
      term.count = term.found.size;
    }

    async ask({ count, wording }) {
      if (!count) return new Map();
      const found = await this.askPagefind(wording);
      return wording.startsWith('"') ? this.asPhrase(found) : found;
    }

    // Pagefind scores no phrases.
    asPhrase(found) {
      const score = OF_A_PHRASE * Math.log(1 + (this.size - found.size + 0.5) / (found.size + 0.5));
      return new Map([...found].map(([record, { words }]) => [record, { score, words }]));
    }

    isBesideQuicker(term, rarer) {
      if (term.queries.some((query) => query.count && query.wording.startsWith('"'))) return false;
      const number = rarer.reduce((sum, other) => sum + other.queries.filter((query) => query.count).length, 0);
      const together = rarer.reduce((sum, other) => sum + (term.count * other.count) / this.size, 0);
      return !term.queries.some((query) => this.told.has(query.wording)) && number * OF_ASKING + together < term.count;
    }

    // A term in those records that have a rarer one. What Pagefind says of two words is
    // the sum of what it says of each.
    async findBeside(term, rarer) {
      term.found = new Map();
      const others = rarer.flatMap((other) =>
        other.queries.filter((query) => query.count).map(({ text }) => ({ text, has: (record) => other.found.has(record) })),
      );
      for (const query of term.queries.filter((one) => one.count)) {
        for (const other of others) {
          const both = await this.askPagefind(`${query.text} ${other.text}`);
          const alone = await this.askPagefind(other.text);
          for (const [record, { score, words }] of both) {
            const rest = alone.get(record);
            if (!rest || !other.has(record) || term.found.has(record)) continue;
            const own = words.filter((place) => !rest.words.includes(place));
            addHit(term, query, record, score - rest.score, own);
          }
        }
      }
    }

    async countPagefind(query) {
      return this.once(this.counted, query, async (pagefind) => {
        const { unfilteredResultCount } = await pagefind.search(query, NOWHERE);
        return unfilteredResultCount;
      });
    }

    async askPagefind(query) {
      return this.once(this.told, query, async (pagefind) => {
        const { results } = await pagefind.search(query);
        const found = new Map();
        for (const { id, score, words } of results) {
          const record = this.records.get(id.slice(-this.nameLength));
          if (record !== undefined) found.set(record, { score, words });
        }
        return found;
      });
    }

    async once(answers, query, asking) {
      if (!answers.has(query)) {
        const answer = this.loadPagefind().then(asking);
        answer.catch(() => answers.delete(query));
        answers.set(query, answer);
      }
      return answers.get(query);
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

    // For the first words that nothing has, those most like each: among some given, and
    // those that begin alike.
    async findNearest(terms, given) {
      const unknown = terms.filter((term) => !term.count && !term.queries[0].isPhrase).slice(0, GUESSED);
      return Promise.all(unknown.map(async (term) => ({ term, near: await this.findNear(term.label, given) })));
    }

    async findNear(word, given) {
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
      const longest = Math.min(4, wanted.length - 1);
      for (let length = longest; length > 1 && length > longest - 2 && !near.size; length -= 1) {
        for (const one of await this.readSome(wanted.slice(0, length))) consider(one);
      }
      const least = Math.min(...near.values());
      return [...near].filter(([, far]) => far === least).map(([one]) => one);
    }

    // Words that begin so, in a few records.
    async readSome(beginning) {
      if ((await this.countPagefind(beginning)) > TOO_MANY) return [];
      const found = await this.askPagefind(beginning);
      const read = async (record) => {
        const { content } = await this.loadFragment(record);
        const all = content.split(/\s+/);
        return found.get(record).words.map((place) => all[place] || "");
      };
      return (await Promise.all([...found.keys()].slice(0, CHECKED).map(read))).flat();
    }
  }

  function addHit(term, query, record, score, words) {
    const own = score * term.says * (query.isSynonym ? OF_A_SYNONYM : 1);
    const hit = term.found.get(record);
    if (!hit) term.found.set(record, { score: own, words });
    else term.found.set(record, { score: Math.max(hit.score, own), words: [...hit.words, ...words] });
  }

  // What has enough of what was looked for, or any of it where nothing has.
  class Found {
    constructor(terms, weights, size) {
      this.terms = terms;
      this.known = terms.filter((term) => term.count);
      this.scores = new Float64Array(size);
      this.has = new Uint32Array(size); // which of the known terms
      this.whole = 2 ** this.known.length - 1;
      const shares = new Float64Array(size);
      const all = weights.reduce((sum, weight) => sum + weight, 0);
      this.known.forEach((term, index) => {
        term.weight = weights[index];
        for (const [record, { score }] of term.found) {
          this.scores[record] += score;
          shares[record] += term.weight / all;
          this.has[record] |= 1 << index;
        }
      });
      const any = [];
      for (let record = 0; record < size; record += 1) {
        if (!this.has[record]) continue;
        this.scores[record] *= shares[record];
        any.push(record);
      }
      const enough = any.filter((record) => shares[record] >= ENOUGH || this.isWhole(record));
      this.records = enough.length ? enough : any;
    }

    isWhole(record) {
      return this.has[record] === this.whole;
    }

    termsOf(record) {
      return this.known.filter((_, index) => this.has[record] & (1 << index));
    }
  }

  return { Index, fold };
})();
