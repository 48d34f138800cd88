"""Check a score sheet or conformance vectors against a scoring table; needs Python 3.11 and nothing of jixiao-core.
Usage: python verify_sheet.py RUBRIC.json DOCUMENT.json, the output of `jixiao rubrics PIN --json` and that of `jixiao
score FILE --json` or `jixiao vectors PIN`. One line a problem. Exit status: 0 none, 1 some, 2 unusable input."""
import hashlib, json, math, re, sys
from fractions import Fraction
UNITS = {"": 1, "%": Fraction(1, 100), "元": 100, "万元": 10**6, "亿元": 10**10}  # money is counted in 分
LEAVING = ("reallocate", "rescale")  # by these policies the points of what does not apply go elsewhere
EDGES = ("at_least", "above", "at_most", "below", "standard", "full_at", "zero_at", "zero_beyond", "zero_from")
def exact(value):  # texts of numbers and quantities become numbers
    if isinstance(value, list): return [exact(each) for each in value]
    if isinstance(value, dict):
        amount = [value[name] for name in value if set(value) <= {"money", "rate", "number", "unit", "decimals"}]
        return exact(amount[0] + value.get("unit", "")) if amount else {name: exact(value[name]) for name in value}
    found = isinstance(value, str) and re.fullmatch(r"([-+]?[0-9]+(?:[./][0-9]+)?)(%|元|万元|亿元|)", value)
    return Fraction(found[1]) * UNITS[found[2]] if found else value
def inside(x, low, high, low_out, high_out):
    return not ((low is not None and (x < low or (x == low and low_out))) or (high is not None and (x > high or (x == high and high_out))))
def rounded(x, step):
    if step is None: return x
    cells, size, sign = x / step["quantum"], abs(x / step["quantum"]), 1 if x >= 0 else -1
    ways = {"half_up": sign * math.floor(size + Fraction(1, 2)), "half_even": round(cells), "up": sign * math.ceil(size),
            "down": sign * math.floor(size), "ceiling": math.ceil(cells), "floor": math.floor(cells)}
    return ways[step.get("mode", "half_up")] * step["quantum"]
def curve(f, x, most):  # the points of a measure x by the formula f of a row worth `most` points
    if f["kind"] == "bands":
        tests = {"at_least": x.__ge__, "above": x.__gt__, "at_most": x.__le__, "below": x.__lt__}
        held = [band["points"] for band in f["bands"] for name in tests if name in band and tests[name](band[name])]
        return min([*held, f.get("otherwise", 0)][0], most)
    if f["kind"] == "deduct_per_step":
        either, sign = f["side"] == "either", -1 if f["side"] == "below" else 1
        gap = abs(x - f["standard"]) if either else (x - f["standard"]) * sign
        if "zero_beyond" in f and (gap if either else x * sign) > f["zero_beyond"] * sign: return 0
        counted = {"ignore": math.floor, "count": math.ceil, "proportional": Fraction}[f.get("part_step", "ignore")]
        return max(most - counted(max(gap, Fraction(0)) / f["step"]) * f["deduct"], 0)
    full, zero, cap = f.get("full_at", Fraction(1)), f.get("zero_at", 0), min(f.get("cap", most), most)
    cut = next(((x - f[name]) * (full - zero) for name in ("zero_beyond", "zero_from") if name in f), 1)
    if cut < 0 or (cut == 0 and "zero_from" in f): return 0
    return max(min(most * (x - zero) / (full - zero), cap), min(f.get("floor", 0), cap))
def refined(own, given):  # rules of targets that are not the row's own go together; any other formula replaces them all
    whole = [each for each in given if not each["kind"] == own["kind"] == "targets"]
    rules = own | {name: each.get(name) for each in given for name in {*own, *each} if each.get(name) != own.get(name)}
    return whole[-1] if whole else {name: rules[name] for name in rules if rules[name] is not None}
class Sheet:  # a table, answers to its questions, evidence; what is not known is taken as bad (guess 0) or good (1)
    def __init__(self, rubric, readings, evidence, assumed=(), guess=0):
        self.rubric, self.evidence, self.assumed, self.guess = rubric, evidence, assumed, guess
        self.rows, self.below, self.step = {}, {}, {step["at"]: step for step in rubric.get("rounding", [])}
        self.facts, self.pools = ({each["id"]: each for each in rubric.get(part, [])} for part in ("facts", "pools"))
        self.pool_of = {name: pool for pool in self.pools.values() for name in pool["members"]}
        self.nodes = {node["id"]: node for node in (*rubric.get("groups", []), *rubric["indicators"])}
        self.policy = {"": rubric.get("not_applicable", "full_points")}
        for name, node in sorted(self.nodes.items(), key=lambda pair: len(pair[0])):  # what stands above comes first
            above = name.rpartition(".")[0]
            self.policy[name] = node.get("not_applicable", self.policy[above])
            self.below.setdefault(above, {})[self.pool_of.get(name, node)["id"]] = True
            chosen = [each for each in node.get("readings", []) if readings.get(each["question"]) == each["id"]]
            parts = {part: [each[part] for each in chosen if part in each] for part in ("measure", "formula")}
            if "formula" in node: self.rows[name] = node | {"formula": refined(node["formula"], parts["formula"])} | ({"measure": parts["measure"][-1]} if parts["measure"] else {})
        for name, pool in self.pools.items(): self.nodes[name], self.policy[name] = pool, self.policy[pool["members"][0]]
    def told(self, part, name): return self.evidence.get(part, {}).get(name, {})
    def fact(self, name):  # KeyError where it is not known
        told, proxies = self.told("facts", name), self.facts[name].get("proxies", [])
        equal = [each["terms"] for each in proxies if each["assumption"] in self.assumed and "value" not in told]
        return self.form(equal[0]) if equal else told["at_least" if told.get("at_least", "") == told.get("at_most") else "value"]
    def form(self, terms): return sum(term.get("times", 1) * self.fact(term["fact"]) for term in terms)
    def measured(self, row, f, most):
        measure, text = row["measure"], row["measure"].get("domain", "[0, inf)")
        outs, ends = (text[0] == "(", text[-1] == ")"), [None if "inf" in end else exact(end) for end in text[1:-1].split(", ")]
        try:
            top, base = self.form(measure["numerator"]), self.form(measure["denominator"]) if "denominator" in measure else 1
            top = abs(top) if measure.get("absolute") else top
        except KeyError:  # then what is declared, if anything
            top, base = self.told("measures", row["id"]).get("value"), 1
            if top is None: return self.guess * most
        if base == 0 and top:  # the least or the most that the curve gives anywhere
            named = (part.get(name) for part in (f, *f.get("bands", [])) for name in EDGES)
            edges = [Fraction(edge or 0) for edge in (10**15, -(10**15), *ends, *named)]
            tried = {(one + two) / 2 for one in edges for two in edges}  # every edge, and something between any two
            points = [curve(f, x, most) for x in tried if inside(x, *ends, *outs)]
            return (min if measure.get("over_zero", "worst") == "worst" else max)(points)
        if base == 0: return curve(f, measure["zero_over_zero"], most) if "zero_over_zero" in measure else "not_applicable"
        if base < 0 or not inside(top / base, *ends, *outs): return "invalid"
        return curve(f, rounded(top / base, self.step.get("measure")), most)
    def item(self, f, told, item):  # the points of an item, and whether it is fully met
        each, needs = told.get(item["id"], {}), (need for need in f["items"] if need["id"] in item.get("requires", []))
        if not all(self.item(f, told, need)[1] for need in needs): return 0, False
        part = each.get("points", item["points"] * bool(each.get("not_applicable") or each.get("met", self.guess)))
        return part if f.get("partial_credit") or part == item["points"] else 0, part == item["points"]
    def lost(self, f, told, each):  # by one condition
        case, cost = told.get(each["id"], {}), each.get("deduct_low" if self.guess else "deduct_high")
        count = case.get("count", 0 if self.guess else 10**9)
        return case.get("deduct", each.get("deduct", cost)) * (min(count, 1) if f.get("per") == "condition" else count)
    def share(self, f, row):  # of one target, and whether all is lost with it
        rate, edge = row.get("rate", Fraction(self.guess)), f.get("over_threshold", 1)
        if "target" in row and "actual" in row:
            base, top = (row["target"], row["actual"])[:: -1 if row.get("comparator") == "at_most" else 1]
            rate = top / base if base else Fraction(row["actual"] == 0)
        over = {"zero": 0, "reduce": max(1 - (rate - edge), 0)}.get(f.get("over_achievement"), 1)
        return over if rate > edge else min(rate, 1), rate < 1 and row.get("key") and f.get("key_target") == "zero_row"
    def row(self, name):  # its points, or a word: not_applicable, invalid
        row, f, told, most = self.rows[name], self.rows[name]["formula"], self.told("assessments", name), self.most(name)
        if told.get("kind") == "not_applicable": return "not_applicable"
        parts = {each.get("item", each.get("condition")): each for each in told.get("items", told.get("cases", []))}
        if f["kind"] == "checklist": return min(sum(self.item(f, parts, each)[0] for each in f["items"]), most)
        if f["kind"] == "nonconformities": return max(most - sum(self.lost(f, parts, each) for each in f["conditions"]), 0)
        if f["kind"] == "targets" and told:
            shares = [(each.get("weight", Fraction(1)), *self.share(f, each)) for each in told["rows"]]
            if any(is_lost for *_, is_lost in shares): return 0
            return most * sum(weight * share for weight, share, _ in shares) / sum(weight for weight, *_ in shares)
        if f["kind"] == "options":
            states = [each for each in f["options"] if told.get("option", each["id"]) == each["id"]]
            ends = (told.get("points", each.get("points", each.get(end))) for each in states for end in ("low", "high"))
            return min(sorted(ends)[-self.guess], most)
        return self.measured(row, f, most) if "measure" in row else told.get("points", self.guess * most)
    def most(self, name):  # the points of a group or row; of the member of a pool its share
        if name not in self.pool_of: return self.nodes[name]["points"]
        pool, shares = self.pool_of[name], self.told("pools", self.pool_of[name]["id"])
        return shares.get(name, Fraction(0)) if shares else pool["points"] / len(pool["members"])
    def members(self, name):  # of a group or pool; KeyError where nobody has chosen one of them
        if self.nodes.get(name, {}).get("choose") == "one": return [self.evidence["choices"][name]]
        return self.pools[name]["members"] if name in self.pools else self.below[name]
    def leaves(self, name):  # whether a node does not apply and its points go elsewhere
        if name not in self.rows: return all(map(self.leaves, self.members(name)))
        return self.points[name] == "not_applicable" and self.policy[name] in LEAVING
    def add(self, name, factor):  # the points and the maximum of a node whose points count so many times
        if name in self.rows:
            points, most, step = self.points[name], self.most(name), self.step.get("indicator")
            words = {"invalid": most * self.guess, "not_applicable": most * (self.policy[name] == "full_points")}
            return self.counted.setdefault(name, (rounded(words.get(points, points) * factor, step), most * factor))
        worth = {each: self.most(each) for each in self.members(name)}
        stay = {each: points for each, points in worth.items() if not self.leaves(each)}
        gets = {each: stay.get(each, Fraction(0)) for each in worth}
        for gone in (each for each in worth if each not in stay and self.policy[each] == "reallocate"):
            heirs = {n: stay[n] for n in stay if stay[n] and n in self.nodes[gone].get("reallocate_to", [])} or stay
            for heir in heirs: gets[heir] += worth[gone] * heirs[heir] / (sum(heirs.values()) or 1)
        parts = [self.add(each, factor * gets[each] / worth[each] if worth[each] else factor) for each in worth]
        points, most = map(sum, zip(*parts, strict=True))
        points, step = min(max(points, 0), most) if name else points, self.step.get("" if name in ("", *self.pools) else "group")
        return self.counted.setdefault(name, (rounded(points, step), most))
    def total(self):
        self.points, self.counted = {name: self.row(name) for name in self.rows}, {}
        (points, most), whole = self.add("", Fraction(1)), self.rubric.get("points", Fraction(100))
        points = points * max(whole / most, 1) if most else self.guess * whole
        for each in self.rubric.get("adjustments", []):
            told, low, high = self.told("adjustments", each["id"]), each.get("low", 0), each.get("high", 0)
            if "cases" in told: told = {"points": min(max(each["per_case"] * told["cases"], low), high)}
            points += told.get("points", high if self.guess else low)
        return rounded(min(max(points, 0), self.rubric.get("total_ceiling", whole)), self.step.get("total"))
    def grade(self, total):  # None where there is no scale, or where a condition that caps it is not stated
        grades = {each["name"]: each["at_least"] for each in self.rubric.get("grades", {}).get("grades", [])}
        place, names = sum(total < least for least in grades.values()), [*grades]
        for cap in self.rubric.get("grade_caps", []):
            holds = self.told("grade_caps", cap["id"])
            if "indicator" in cap: holds = self.counted.get(cap["indicator"], (0,))[0] <= cap["points_at_most"]
            if holds == {}: return None
            place = max(place, names.index(cap["at_most"]) * holds)
        return names[place] if names else None
def differences(low, high, stated):  # stated: of every row or group its lowest points, its highest, and its maximum
    for name, ends in stated.items():
        (one, most), (two, _) = (each.counted.get(name, (0, 0)) for each in (low, high))
        is_open = "measure" in low.rows.get(name, {}) and not low.points[name] == high.points[name] != "invalid"
        is_right = (one <= ends[0] <= ends[1] <= two if is_open else ends[:2] == [one, two]) and ends[2:] in ([], [most])
        if not is_right: yield f"{name}: {ends[0]} to {ends[1]} stated, {one} to {two} of {most} found"
def vectors_problems(rubric, document):
    for leaf in document["leaves"]:
        name, readings = leaf["indicator"], {leaf.get("question"): leaf.get("answer")}
        for vector in (each for part in ("measures", "facts", "assessments") for each in leaf.get(part, [])):
            given = {"facts": {fact: {"value": value} for fact, value in vector.get("facts", {}).items()}, "measures": {name: vector}, "assessments": {name: vector.get("assessment", {})}}
            found = [Sheet(rubric, readings, given, (), guess).row(name) for guess in (0, 1)]
            ends = vector.get("possible", [dict.fromkeys(("low", "high"), vector.get("points", vector.get("status")))])
            if found != [ends[0]["low"], ends[-1]["high"]]: yield f"{name} {vector}: {found[0]} to {found[1]} found"
    for each in document["sheets"]:
        sheet = Sheet(rubric, {}, each["evidence"])
        total, stated = sheet.total(), {name: [points] * 2 for name, points in (each["rows"] | each["groups"]).items()}
        yield from (f"sheet {each['id']}: {text}" for text in differences(sheet, sheet, stated))
        if (total, sheet.grade(total)) != (each["total"], each["grade"]): yield f"sheet {each['id']}: total {total} found"
def sheet_problems(rubric, document):
    given = [document[part] for part in ("readings", "evidence", "assumptions")]
    if {group["id"] for group in rubric.get("groups", []) if group.get("choose") == "one"} - {*given[1].get("choices", {})}: return  # it is open which rows count
    low, high = (Sheet(rubric, *given, guess) for guess in (0, 1))
    found, ends = [low.total(), high.total()], [document["totals"]["possible"][end] for end in ("low", "high")]
    open_rows = [name for name, row in low.rows.items() if "measure" in row and low.points[name] != high.points[name]]
    if any(low.policy[name] in LEAVING for name in open_rows): return  # their points may go elsewhere
    stated = {r["id"]: [r["possible"][0]["low"], r["possible"][-1]["high"], r["max"]] for r in document["indicators"]}
    yield from differences(low, high, stated)
    if not found[0] <= ends[0] <= ends[1] <= found[1]: yield f"total: {ends[0]} to {ends[1]} stated, {found[0]} to {found[1]} found"
    absent = sum(low.counted.get(name, (0,))[0] for name in low.points if low.points[name] == "not_applicable")
    if not open_rows and document["not_applicable_points"] != absent: yield f"points of rows that do not apply: {absent} found"
    if (grade := low.grade(found[0]) if found[0] == found[1] and "invalid" not in low.points.values() else None) and document["grades"] != [grade]: yield f"grades: {grade} found"
def main(paths):
    try:
        if len(paths) != 2: return print(__doc__, file=sys.stderr) or 2
        raw, document = (json.loads(open(path := each, encoding="utf-8").read()) for each in paths)
        digest = "sha256:" + hashlib.sha256(json.dumps(raw["rubric"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
        problems = [f"digest: {digest} found"] * ({raw["digest"], document["digest"]} != {digest}) + [*{"jixiao-vectors/1": vectors_problems, "jixiao-sheet/1": sheet_problems}[document["format"]](exact(raw["rubric"]), exact(document))]
    except OSError as error: text = f"{path} cannot be read ({error.strerror})"
    except (UnicodeDecodeError, json.JSONDecodeError): text = f"{path} is no JSON document in UTF-8"
    except (ValueError, LookupError, TypeError, AttributeError) as error: text = f"{error if isinstance(error, KeyError) else 'a part'} is missing or unknown in {paths[0]} or {paths[1]}"
    else: return sys.stdout.writelines(f"{problem}\n" for problem in problems) or min(len(problems), 1)
    return print(f"cannot be checked: {text}; for the usage, start without arguments", file=sys.stderr) or 2
if __name__ == "__main__": sys.exit(main(sys.argv[1:]))
