//! A reader who knows who is in every group, reads every number of every pack, and has one child's own secret besides.
//!
//! Children of whom everything published says the same are taken together (an atom). What is published are sums over
//! atoms; the secret is in which state each child is. A target is safe where another distribution of the states, with
//! another value of the target, agrees with everything published: such a distribution is looked for, first by exchanging
//! children between states, then by an integer programme, and checked number by number. Where there is none, the target is
//! worked out. Shares no code with the program.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use microlp::{ComparisonOp, OptimizationDirection, Problem, SolveOptions, Variable};

/// States of a child, one bit each.
pub type Mask = u64;

/// How many of some children are in some states: groups that share nobody, each with its states.
pub type Sum = Vec<(Vec<usize>, Mask)>;

/// What is published: a sum lies between two values.
#[derive(Clone, Debug)]
pub struct Statement {
    pub sum: Sum,
    pub low: i64,
    pub high: i64,
}

/// What nobody may work out.
#[derive(Clone, Debug)]
pub struct Target {
    pub what: String,
    pub sum: Sum,
    /// Whether it is a secret to insiders too. What was withheld only so that a child's own number cannot be had is none to
    /// that child: the rules would have let it be published.
    pub from_insiders: bool,
}

/// One secret: of each child that it is about, the states that a reader knows to be possible and the true one.
#[derive(Clone, Debug, Default)]
pub struct Secret {
    pub possible: Vec<Mask>,
    pub truth: Vec<u8>,
}

/// What was worked out.
#[derive(Clone, Debug, Default)]
pub struct Findings {
    /// Targets of which every reader knows the value.
    pub by_anybody: Vec<String>,
    /// Targets that a child of the school, or the family, knows besides.
    pub by_an_insider: Vec<String>,
    /// Targets of which neither could be shown. Not safe.
    pub unsure: Vec<String>,
    /// Targets looked at.
    pub targets: usize,
}

impl Findings {
    pub fn add(&mut self, other: Self) {
        self.by_anybody.extend(other.by_anybody);
        self.by_an_insider.extend(other.by_an_insider);
        self.unsure.extend(other.unsure);
        self.targets += other.targets;
    }

    pub fn all(&self) -> impl Iterator<Item = &String> {
        self.by_anybody.iter().chain(&self.by_an_insider).chain(&self.unsure)
    }
}

struct Atom {
    members: Vec<usize>,
    possible: Mask,
    /// How many children are in each state, in truth.
    counts: BTreeMap<u8, i64>,
    /// One state for each kind of states that nothing tells apart.
    distinct: Vec<u8>,
    rows: Vec<usize>,
}

/// A published sum, by atom.
struct Row {
    masks: BTreeMap<usize, Mask>,
    low: i64,
    high: i64,
    truth: i64,
}

/// A child of an atom goes from one state to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Move {
    atom: usize,
    from: u8,
    to: u8,
}

/// The states possible for a child, and the published sums it is in with the states that each counts.
type Signature = (Mask, Vec<(usize, Mask)>);

/// Changes of the published sums.
type Effect = BTreeMap<usize, i64>;

struct Attack {
    atoms: Vec<Atom>,
    rows: Vec<Row>,
    moves: Vec<(Move, Effect)>,
    /// Moves that raise or lower a row.
    raising: HashMap<usize, Vec<usize>>,
    lowering: HashMap<usize, Vec<usize>>,
    by_atom: Vec<Vec<usize>>,
}

/// States in an atom that an alternative leaves empty: a child known to be in one of them would tell it apart.
type Emptied = BTreeSet<(usize, u8)>;

/// Fewest children of an atom that need not be a target of its own.
pub const SMALL_ATOM: usize = 5;
/// Children from whom a search for an exchange starts, for one target.
const FIRSTS: usize = 3;
/// Moves tried at one step of it.
const BREADTH: usize = 3;
/// Steps of one search for an exchange.
const STEPS: usize = 12;
/// Longest exchange.
const LONGEST: usize = 4;

/// Everything that can be worked out of one secret. `small` are states of interest in atoms of fewer than five children.
pub fn attack(secret: &Secret, statements: &[Statement], targets: &[Target], small: &[(&str, Mask)]) -> Findings {
    let attack = Attack::new(secret, statements, targets, small);
    let named = |target: &Target| (target.what.clone(), attack.by_atoms(&target.sum), target.from_insiders);
    let mut targets: Vec<(String, BTreeMap<usize, Mask>, bool)> = targets.iter().map(named).collect();
    for (at, atom) in attack.atoms.iter().enumerate().filter(|(_, atom)| atom.members.len() < SMALL_ATOM) {
        for (what, mask) in small {
            // A reader need not work out what is certain by itself.
            if atom.possible & mask != 0 && atom.possible & !mask != 0 {
                let what = format!("{what} of children {:?}", atom.members);
                targets.push((what, BTreeMap::from([(at, *mask)]), true));
            }
        }
    }
    targets.retain(|(_, target, _)| attack.is_open(target));
    let mut findings = Findings { targets: targets.len(), ..Findings::default() };
    // A share and its count are one number.
    let mut judged = BTreeSet::new();
    let mut pool = Pool::default();
    for (what, target, from_insiders) in targets {
        if judged.insert(target.clone()) {
            attack.judge(what, &target, from_insiders, &mut pool, &mut findings);
        }
    }
    findings
}

impl Attack {
    fn new(secret: &Secret, statements: &[Statement], targets: &[Target], small: &[(&str, Mask)]) -> Self {
        let sums: Vec<&Sum> =
            statements.iter().map(|statement| &statement.sum).chain(targets.iter().map(|target| &target.sum)).collect();
        let mut known_of: Vec<Vec<(usize, Mask)>> = vec![Vec::new(); secret.truth.len()];
        for (at, sum) in sums.iter().enumerate() {
            for (children, mask) in sum.iter() {
                for child in children {
                    known_of[*child].push((at, *mask));
                }
            }
        }
        let mut alike: BTreeMap<Signature, Vec<usize>> = BTreeMap::new();
        for (child, known) in known_of.into_iter().enumerate() {
            if secret.possible[child] != 0 {
                alike.entry((secret.possible[child], known)).or_default().push(child);
            }
        }
        let mut atoms: Vec<Atom> = Vec::new();
        for ((possible, known), members) in alike {
            let mut counts = BTreeMap::new();
            for child in &members {
                *counts.entry(secret.truth[*child]).or_insert(0) += 1;
            }
            // States that are in the same masks are the same to everybody.
            let seen = |state: u8| -> Vec<bool> {
                let masks = known.iter().map(|(_, mask)| mask).chain(small.iter().map(|(_, mask)| mask));
                masks.map(|mask| mask >> state & 1 == 1).collect()
            };
            let mut kinds: BTreeMap<Vec<bool>, u8> = BTreeMap::new();
            for state in counts.keys().copied().chain((0..64).filter(|state| possible >> state & 1 == 1)) {
                kinds.entry(seen(state)).or_insert(state);
            }
            atoms.push(Atom { members, possible, counts, distinct: kinds.into_values().collect(), rows: Vec::new() });
        }
        let mut attack = Self {
            atoms,
            rows: Vec::new(),
            moves: Vec::new(),
            raising: HashMap::new(),
            lowering: HashMap::new(),
            by_atom: Vec::new(),
        };
        attack.read(statements);
        attack.find_moves();
        attack
    }

    fn by_atoms(&self, sum: &Sum) -> BTreeMap<usize, Mask> {
        let mut masks = BTreeMap::new();
        for (children, mask) in sum {
            let children: BTreeSet<usize> = children.iter().copied().collect();
            for (at, atom) in self.atoms.iter().enumerate() {
                if atom.members.iter().all(|child| children.contains(child)) {
                    masks.insert(at, *mask);
                } else {
                    assert!(atom.members.iter().all(|child| !children.contains(child)), "an atom is not divided");
                }
            }
        }
        masks
    }

    fn truth(&self, masks: &BTreeMap<usize, Mask>) -> i64 {
        masks.iter().map(|(at, mask)| inside(&self.atoms[*at].counts, *mask)).sum()
    }

    /// Whether the value is not certain from who is where alone.
    fn is_open(&self, target: &BTreeMap<usize, Mask>) -> bool {
        target.iter().any(|(at, mask)| self.atoms[*at].possible & mask != 0 && self.atoms[*at].possible & !mask != 0)
    }

    /// The published sums, each once.
    fn read(&mut self, statements: &[Statement]) {
        let mut rows: BTreeMap<Vec<(usize, Mask)>, (i64, i64)> = BTreeMap::new();
        for statement in statements {
            let masks =
                self.by_atoms(&statement.sum).into_iter().map(|(at, mask)| (at, mask & self.atoms[at].possible));
            let known = rows.entry(masks.collect()).or_insert((i64::MIN, i64::MAX));
            *known = (known.0.max(statement.low), known.1.min(statement.high));
        }
        for (masks, (low, high)) in rows {
            let masks: BTreeMap<usize, Mask> = masks.into_iter().collect();
            let truth = self.truth(&masks);
            assert!((low..=high).contains(&truth), "what is published is true: {truth} is not from {low} to {high}");
            for at in masks.keys() {
                self.atoms[*at].rows.push(self.rows.len());
            }
            self.rows.push(Row { masks, low, high, truth });
        }
    }

    fn find_moves(&mut self) {
        self.by_atom = vec![Vec::new(); self.atoms.len()];
        for (at, atom) in self.atoms.iter().enumerate() {
            for from in atom.counts.keys() {
                for to in atom.distinct.iter().filter(|to| *to != from) {
                    let one = Move { atom: at, from: *from, to: *to };
                    let effect = self.effect(one);
                    for (row, change) in &effect {
                        let index = if *change > 0 { &mut self.raising } else { &mut self.lowering };
                        index.entry(*row).or_default().push(self.moves.len());
                    }
                    self.by_atom[at].push(self.moves.len());
                    self.moves.push((one, effect));
                }
            }
        }
    }

    fn effect(&self, one: Move) -> Effect {
        let mut effect = Effect::new();
        for row in &self.atoms[one.atom].rows {
            let change = change_of(one, self.rows[*row].masks[&one.atom]);
            if change != 0 {
                effect.insert(*row, change);
            }
        }
        effect
    }

    fn judge(
        &self,
        what: String,
        target: &BTreeMap<usize, Mask>,
        from_insiders: bool,
        pool: &mut Pool,
        findings: &mut Findings,
    ) {
        // Insiders to whom no other value has been shown possible yet; none before there is any for a reader from outside.
        let mut left: Option<Emptied> = None;
        for known in pool.0.iter().filter(|known| self.changes(known, target)) {
            left = Some(without(left, &known.emptied));
            if !from_insiders || left.as_ref().is_some_and(BTreeSet::is_empty) {
                return;
            }
        }
        loop {
            let insiders: Vec<(usize, u8)> = match &left {
                None => Vec::new(),
                Some(left) => left.iter().filter(|one| !self.is_own(one, target)).copied().collect(),
            };
            if left.is_some() && (insiders.is_empty() || !from_insiders) {
                return;
            }
            // One distribution that satisfies all of them, or else one for each.
            let mut found = self.find(target, &insiders);
            if insiders.len() > 1 && !matches!(found, Verdict::Other(_)) {
                found = self.find(target, &insiders[..1]);
            }
            match found {
                Verdict::Other(other) => {
                    left = Some(without(left, &other.emptied));
                    pool.0.push(other);
                }
                Verdict::None => match insiders.first() {
                    None => return findings.by_anybody.push(what),
                    Some((atom, state)) => {
                        let members = &self.atoms[*atom].members;
                        return findings.by_an_insider.push(format!("{what}, by one of {members:?} in state {state}"));
                    }
                },
                Verdict::Unsure => return findings.unsure.push(what),
            }
        }
    }

    fn find(&self, target: &BTreeMap<usize, Mask>, insiders: &[(usize, u8)]) -> Verdict {
        self.exchange(target, insiders).map_or_else(|| self.programme(target, insiders), Verdict::Other)
    }

    fn changes(&self, other: &Other, target: &BTreeMap<usize, Mask>) -> bool {
        let change = |((atom, state), change): (&(usize, u8), &i64)| {
            target.get(atom).map_or(0, |mask| (mask >> state & 1) as i64 * change)
        };
        other.changes.iter().map(change).sum::<i64>() != 0
    }

    fn other(&self, changes: BTreeMap<(usize, u8), i64>) -> Other {
        let is_empty =
            |((atom, state), change): &(&(usize, u8), &i64)| self.atoms[*atom].counts.get(state) == Some(&-**change);
        let emptied = changes.iter().filter(is_empty).map(|(place, _)| *place).collect();
        Other { changes, emptied }
    }

    /// Whether the target is about nobody but the insider.
    fn is_own(&self, insider: &(usize, u8), target: &BTreeMap<usize, Mask>) -> bool {
        let open = target.iter().filter(|(at, mask)| {
            let possible = self.atoms[**at].possible;
            possible & **mask != 0 && possible & !**mask != 0
        });
        let open: Vec<usize> = open.map(|(at, _)| *at).collect();
        open == [insider.0] && self.atoms[insider.0].members.len() == 1
    }

    /// Children changing places between states so that everything published stays as it is and the target changes, with
    /// the children who are known to insiders staying.
    fn exchange(&self, target: &BTreeMap<usize, Mask>, insiders: &[(usize, u8)]) -> Option<Other> {
        let firsts = target.iter().flat_map(|(at, mask)| self.by_atom[*at].iter().map(move |one| (*one, *mask)));
        let firsts = firsts.filter(|(first, mask)| change_of(self.moves[*first].0, *mask) != 0);
        for (first, _) in firsts.take(FIRSTS) {
            let mut steps = STEPS;
            let mut chosen = Vec::new();
            if !self.can(&chosen, self.moves[first].0, insiders) {
                continue;
            }
            chosen.push(self.moves[first].0);
            if self.repair(&mut chosen, &self.moves[first].1.clone(), target, insiders, &mut steps) {
                let mut changes = BTreeMap::new();
                for one in &chosen {
                    *changes.entry((one.atom, one.from)).or_insert(0) -= 1;
                    *changes.entry((one.atom, one.to)).or_insert(0) += 1;
                }
                return Some(self.other(changes));
            }
        }
        None
    }

    fn repair(
        &self,
        chosen: &mut Vec<Move>,
        residual: &Effect,
        target: &BTreeMap<usize, Mask>,
        insiders: &[(usize, u8)],
        steps: &mut usize,
    ) -> bool {
        let broken: Vec<(usize, i64)> = residual
            .iter()
            .filter(|(row, change)| {
                let row = &self.rows[**row];
                !(row.low..=row.high).contains(&(row.truth + **change))
            })
            .map(|(row, change)| (*row, *change))
            .collect();
        if broken.is_empty() {
            let change: i64 =
                chosen.iter().map(|one| target.get(&one.atom).map_or(0, |mask| change_of(*one, *mask))).sum();
            return change != 0;
        }
        if chosen.len() >= LONGEST || *steps == 0 {
            return false;
        }
        *steps -= 1;
        let nothing = Vec::new();
        let menders = |(row, change): &(usize, i64)| {
            let index = if *change > 0 { &self.lowering } else { &self.raising };
            index.get(row).unwrap_or(&nothing)
        };
        let Some(row) = broken.iter().min_by_key(|broken| menders(broken).len()) else { return false };
        let mut next: Vec<(usize, usize, Effect)> = menders(row)
            .iter()
            .filter(|one| self.can(chosen, self.moves[**one].0, insiders))
            .map(|one| {
                let mut after = residual.clone();
                for (row, change) in &self.moves[*one].1 {
                    let sum = after.entry(*row).or_insert(0);
                    *sum += change;
                    if *sum == 0 {
                        after.remove(row);
                    }
                }
                (after.len(), *one, after)
            })
            .collect();
        next.sort_by_key(|(broken, one, _)| (*broken, *one));
        next.truncate(BREADTH);
        for (_, one, after) in next {
            chosen.push(self.moves[one].0);
            if self.repair(chosen, &after, target, insiders, steps) {
                return true;
            }
            chosen.pop();
        }
        false
    }

    /// Whether there is still a child to move, besides those known to insiders, and the move does not only take another
    /// back.
    fn can(&self, chosen: &[Move], one: Move, insiders: &[(usize, u8)]) -> bool {
        let gone = chosen.iter().filter(|other| other.atom == one.atom && other.from == one.from).count() as i64;
        let back = chosen.iter().any(|other| other.atom == one.atom && (other.to == one.from || other.from == one.to));
        let stays = i64::from(insiders.contains(&(one.atom, one.from)));
        !back && self.atoms[one.atom].counts[&one.from] > gone + stays
    }

    /// Asks an integer programme of all states for the distribution nearest to the truth in which the target is larger, or
    /// else smaller, and each insider's child is where the insider knows it to be.
    fn programme(&self, target: &BTreeMap<usize, Mask>, insiders: &[(usize, u8)]) -> Verdict {
        let truth = self.truth(target);
        let mut unsure = false;
        for (side, value) in [(ComparisonOp::Ge, truth + 1), (ComparisonOp::Le, truth - 1)] {
            let mut problem = Problem::new(OptimizationDirection::Maximize);
            let mut variables: Vec<BTreeMap<u8, Variable>> = Vec::new();
            for (at, atom) in self.atoms.iter().enumerate() {
                let states: BTreeSet<u8> = atom.distinct.iter().chain(atom.counts.keys()).copied().collect();
                let own: BTreeMap<u8, Variable> = states
                    .into_iter()
                    .map(|state| {
                        let least = i32::from(insiders.contains(&(at, state)));
                        let stays = if atom.counts.contains_key(&state) { 1.0 } else { 0.0 };
                        (state, problem.add_integer_var(stays, (least, atom.members.len() as i32)))
                    })
                    .collect();
                let all: Vec<(Variable, f64)> = own.values().map(|variable| (*variable, 1.0)).collect();
                problem.add_constraint(all.as_slice(), ComparisonOp::Eq, atom.members.len() as f64);
                variables.push(own);
            }
            let terms = |masks: &BTreeMap<usize, Mask>| -> Vec<(Variable, f64)> {
                let inside = |(at, mask): (&usize, &Mask)| {
                    let mask = *mask;
                    variables[*at].iter().filter(move |(state, _)| mask >> **state & 1 == 1).map(|(_, one)| (*one, 1.0))
                };
                masks.iter().flat_map(inside).collect()
            };
            for row in &self.rows {
                let sum = terms(&row.masks);
                if sum.is_empty() {
                    continue;
                }
                if row.low == row.high {
                    problem.add_constraint(sum.as_slice(), ComparisonOp::Eq, row.low as f64);
                } else {
                    problem.add_constraint(sum.as_slice(), ComparisonOp::Ge, row.low as f64);
                    problem.add_constraint(sum.as_slice(), ComparisonOp::Le, row.high as f64);
                }
            }
            problem.add_constraint(terms(target).as_slice(), side, value as f64);
            let mut options = SolveOptions::default();
            options.node_limit = Some(5_000);
            match problem.solve_with(options).map(|outcome| outcome.into_solution()) {
                Ok(Ok(solution)) => {
                    let value = |one: &Variable| solution.var_value(*one).round() as i64;
                    let found: Vec<BTreeMap<u8, i64>> = variables
                        .iter()
                        .map(|own| own.iter().map(|(state, one)| (*state, value(one))).collect())
                        .collect();
                    if self.holds(&found) {
                        let other = self.changed_to(&found);
                        assert!(self.changes(&other, target), "the target has another value");
                        return Verdict::Other(other);
                    }
                    unsure = true;
                }
                Err(microlp::Error::Infeasible) => {}
                Ok(Err(_)) | Err(_) => unsure = true,
            }
        }
        if unsure { Verdict::Unsure } else { Verdict::None }
    }

    /// Whether a distribution agrees with everything published, number by number.
    fn holds(&self, found: &[BTreeMap<u8, i64>]) -> bool {
        let full = self.atoms.iter().zip(found).all(|(atom, counts)| {
            counts.values().all(|count| *count >= 0) && counts.values().sum::<i64>() == atom.members.len() as i64
        });
        let agrees = |row: &Row| {
            let sum: i64 = row.masks.iter().map(|(at, mask)| inside(&found[*at], *mask)).sum();
            (row.low..=row.high).contains(&sum)
        };
        full && self.rows.iter().all(agrees)
    }

    fn changed_to(&self, found: &[BTreeMap<u8, i64>]) -> Other {
        let mut changes = BTreeMap::new();
        for (at, (atom, counts)) in self.atoms.iter().zip(found).enumerate() {
            let states: BTreeSet<u8> = atom.counts.keys().chain(counts.keys()).copied().collect();
            for state in states {
                let of = |counts: &BTreeMap<u8, i64>| counts.get(&state).copied().unwrap_or(0);
                let change = of(counts) - of(&atom.counts);
                if change != 0 {
                    changes.insert((at, state), change);
                }
            }
        }
        self.other(changes)
    }
}

/// Another distribution that agrees with everything published.
struct Other {
    /// Children more or fewer, by atom and state.
    changes: BTreeMap<(usize, u8), i64>,
    emptied: Emptied,
}

/// Distributions found so far.
#[derive(Default)]
struct Pool(Vec<Other>);

fn without(left: Option<Emptied>, emptied: &Emptied) -> Emptied {
    match left {
        None => emptied.clone(),
        Some(left) => left.intersection(emptied).copied().collect(),
    }
}

/// What the integer programme says of a target.
enum Verdict {
    /// It can have another value.
    Other(Other),
    None,
    Unsure,
}

fn inside(counts: &BTreeMap<u8, i64>, mask: Mask) -> i64 {
    counts.iter().filter(|(state, _)| mask >> **state & 1 == 1).map(|(_, count)| count).sum()
}

fn change_of(one: Move, mask: Mask) -> i64 {
    (mask >> one.to & 1) as i64 - (mask >> one.from & 1) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A secret of two states (bit 0 no, bit 1 yes) with the first children of each group in it.
    fn binary(groups: &[(usize, usize)]) -> (Secret, Vec<Vec<usize>>) {
        let (mut secret, mut of) = (Secret::default(), Vec::new());
        for (size, yes) in groups {
            let first = secret.truth.len();
            of.push((first..first + size).collect());
            secret.truth.extend((0..*size).map(|at| u8::from(at < *yes)));
            secret.possible.extend(vec![0b11; *size]);
        }
        (secret, of)
    }

    fn says(children: &[&Vec<usize>], low: i64, high: i64) -> Statement {
        Statement { sum: vec![(children.iter().flat_map(|group| group.iter().copied()).collect(), 0b10)], low, high }
    }

    fn target(what: &str, children: &[&Vec<usize>]) -> Target {
        Target { what: what.to_owned(), sum: says(children, 0, 0).sum, from_insiders: true }
    }

    #[test]
    fn a_leaver_is_worked_out_from_two_terms() {
        // S10: 6 of 28, then 5 of the same 27. Rounded to 5 they say nothing.
        let (secret, of) = binary(&[(27, 5), (1, 1)]);
        let (stay, leaver) = (&of[0], &of[1]);
        let leave = [target("the leaver", &[leaver])];
        let exact = [says(&[stay, leaver], 6, 6), says(&[stay], 5, 5)];
        assert_eq!(attack(&secret, &exact, &leave, &[]).by_anybody, ["the leaver"]);
        let rounded = [says(&[stay, leaver], 3, 7), says(&[stay], 3, 7)];
        assert_eq!(attack(&secret, &rounded, &leave, &[]).all().count(), 0);
    }

    #[test]
    fn the_other_half_and_the_other_group_are_worked_out() {
        // S10: 11 of 29 in all and 8 of 14 boys; 9 of 28 and all 6 in the intervention.
        let (secret, of) = binary(&[(14, 8), (15, 3)]);
        let found = attack(
            &secret,
            &[says(&[&of[0], &of[1]], 11, 11), says(&[&of[0]], 8, 8)],
            &[target("girls", &[&of[1]])],
            &[],
        );
        assert_eq!(found.by_anybody, ["girls"]);
        let (secret, of) = binary(&[(6, 6), (22, 3)]);
        let all = says(&[&of[0], &of[1]], 9, 9);
        let targets = [target("supported", &[&of[0]]), target("others", &[&of[1]])];
        let found = attack(&secret, &[all.clone(), says(&[&of[0]], 6, 6)], &targets, &[]);
        assert_eq!(found.by_anybody, ["supported", "others"]);
        assert_eq!(attack(&secret, &[all], &targets, &[]).all().count(), 0);
    }

    #[test]
    fn a_child_who_knows_the_own_state_knows_the_others() {
        // S5 as children of two groups: one in each, one of the two hidden counts is 1.
        let (secret, of) = binary(&[(1, 1), (1, 0), (20, 9)]);
        let pair = says(&[&of[0], &of[1]], 1, 1);
        let found = attack(&secret, &[pair], &[target("the second", &[&of[1]])], &[]);
        assert!(found.by_anybody.is_empty());
        assert_eq!(found.by_an_insider.len(), 1, "{found:?}");
        // Three of whom one is: each knows no more than that it is one of the two others.
        let (secret, of) = binary(&[(1, 0), (1, 1), (1, 0), (20, 9)]);
        let three = says(&[&of[0], &of[1], &of[2]], 1, 1);
        let found = attack(&secret, std::slice::from_ref(&three), &[target("the first", &[&of[0]])], &[]);
        assert_eq!(found.by_an_insider.len(), 1, "the one who is knows that nobody else is: {found:?}");
        let (secret, of) = binary(&[(1, 0), (1, 1), (1, 1), (1, 0)]);
        let two = says(&[&of[0], &of[1], &of[2], &of[3]], 2, 2);
        assert_eq!(attack(&secret, &[two], &[target("the first", &[&of[0]])], &[]).all().count(), 0);
    }

    #[test]
    fn an_atom_is_bounded_where_groups_overlap() {
        // Girls of Ash and boys of Elm differ by one child each way; every margin is known.
        let (secret, of) = binary(&[(10, 4), (1, 1), (10, 3), (12, 5)]);
        let all = says(&[&of[0], &of[1], &of[2], &of[3]], 13, 13);
        let ash = says(&[&of[0], &of[1]], 5, 5);
        let girls = says(&[&of[0], &of[2]], 7, 7);
        let found = attack(&secret, &[all, ash, girls], &[], &[("yes", 0b10)]);
        assert_eq!((found.targets, found.all().count()), (1, 0));
        let found = attack(&secret, &[says(&[&of[0], &of[1]], 5, 5), says(&[&of[0]], 4, 4)], &[], &[("yes", 0b10)]);
        assert_eq!(found.by_anybody.len(), 1);
    }

    #[test]
    fn exchanges_and_programmes_agree() {
        // Every 2 × 3 table of small groups with its margins, with and without one inner cell: by plain enumeration.
        let mut compared = 0;
        for numbers in 0..3_usize.pow(6) {
            let yes: Vec<usize> = (0..6).map(|at| numbers / 3_usize.pow(at) % 3).collect();
            let (secret, of) = binary(&yes.iter().map(|yes| (2, *yes)).collect::<Vec<_>>());
            let sum = |cells: &[usize]| cells.iter().map(|cell| yes[*cell] as i64).sum::<i64>();
            let lines: [&[usize]; 5] = [&[0, 1, 2], &[3, 4, 5], &[0, 3], &[1, 4], &[2, 5]];
            let statements: Vec<Statement> = lines
                .iter()
                .map(|line| says(&line.iter().map(|cell| &of[*cell]).collect::<Vec<_>>(), sum(line), sum(line)))
                .collect();
            let found = attack(&secret, &statements, &[target("the corner", &[&of[0]])], &[]);
            let mut possible = BTreeSet::new();
            for other in 0..3_i64.pow(6) {
                let cell = |at: usize| other / 3_i64.pow(at as u32) % 3;
                if lines.iter().all(|line| line.iter().map(|at| cell(*at)).sum::<i64>() == sum(line)) {
                    possible.insert(cell(0));
                }
            }
            assert_eq!(found.by_anybody.len(), usize::from(possible.len() == 1), "{yes:?}");
            assert!(found.unsure.is_empty());
            compared += 1;
        }
        assert_eq!(compared, 729);
    }
}
