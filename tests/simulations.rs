//! Simulations that show how often the methods are right. They print their tables: `--ignored --nocapture`.

/// How often the interval of a mean change holds the true change.
mod coverage {
    use rand::RngExt;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use thrive_report::statistics::bounds::Bounds;
    use thrive_report::statistics::ceiling::ceiling_share;
    use thrive_report::statistics::paired::paired;
    use thrive_report::statistics::tier::CEILING_SHARE;

    const ITEMS: u32 = 24;
    /// Highest mark of an item, the lowest being 0.
    const TOP: u32 = 4;
    /// Class sizes, and how often each is tried: the standard error of a coverage is 0.0007, 0.0007, 0.0011 and 0.0015.
    const SIZES: [(usize, u32); 4] = [(3, 100_000), (5, 100_000), (10, 40_000), (30, 20_000)];
    /// Pupils from whom the true mean change is taken: its error is less than a hundredth of the standard error at n = 30.
    const TRUTH: u32 = 1_000_000;
    /// What is near enough to 95 %.
    const ENOUGH: std::ops::RangeInclusive<f64> = 0.94..=0.96;
    /// What it may be at the ceiling, where three pupils are covered in 96.02 % of 200,000 repetitions: a little too wide.
    const AT_THE_CEILING: std::ops::RangeInclusive<f64> = 0.94..=0.965;

    /// Where pupils start and what they gain, in logits.
    struct Population {
        name: &'static str,
        start: f64,
        gain: fn(&mut ChaCha8Rng) -> f64,
    }

    /// Standard normal by Box and Muller.
    fn normal(random: &mut ChaCha8Rng) -> f64 {
        let (first, second): (f64, f64) = (random.random(), random.random());
        (-2.0 * (1.0 - first).ln()).sqrt() * (std::f64::consts::TAU * second).cos()
    }

    /// Chance of each mark of a pupil, and so the score in hundredths that is to be expected.
    fn chance(ability: f64) -> f64 {
        1.0 / (1.0 + (-ability).exp())
    }

    /// Score of 0 to 100 from 24 items of 0 to 4 at one ability.
    fn score(ability: f64, random: &mut ChaCha8Rng) -> f64 {
        let chance = chance(ability);
        let marks = (0..ITEMS * TOP).filter(|_| random.random::<f64>() < chance).count();
        100.0 * marks as f64 / f64::from(ITEMS * TOP)
    }

    /// Ability before and after.
    fn abilities(population: &Population, random: &mut ChaCha8Rng) -> (f64, f64) {
        let ability = population.start + 0.8 * normal(random);
        (ability, ability + (population.gain)(random))
    }

    fn pupil(population: &Population, random: &mut ChaCha8Rng) -> (f64, f64) {
        let (before, after) = abilities(population, random);
        (score(before, random), score(after, random))
    }

    /// Share of pupils whose score before lies in the top tenth of the scale.
    fn near_the_top(population: &Population, random: &mut ChaCha8Rng) -> f64 {
        let pupils: Vec<(f64, f64)> = (0..20_000).map(|_| pupil(population, random)).collect();
        ceiling_share(&pupils, Bounds { low: 0.0, high: 100.0 }).expect("pupils")
    }

    /// A scale of 0 to 100 with the pupils at its lower end, in the middle, and so far up that almost a fifth of them begin
    /// in its top tenth; and with gains that are skewed. Higher up than that the evidence ladder takes a tier away
    /// (`tier::CEILING_SHARE`): there the interval is a little too wide, and the table says how wide.
    #[test]
    #[ignore = "some minutes, to print a table: docs/simulations.md says how to run it"]
    fn t_interval_covers_the_true_change_at_every_class_size() {
        let usual: fn(&mut ChaCha8Rng) -> f64 = |random| 0.3 + 0.5 * normal(random);
        let skewed: fn(&mut ChaCha8Rng) -> f64 = |random| 0.25 * normal(random).powi(2);
        let populations = [
            Population { name: "low", start: -0.8, gain: usual },
            Population { name: "mid-scale", start: 0.0, gain: usual },
            Population { name: "upper", start: 0.8, gain: usual },
            Population { name: "high", start: 1.4, gain: usual },
            Population { name: "skewed gains", start: 0.0, gain: skewed },
            Population { name: "at the ceiling", start: 1.8, gain: usual },
        ];
        let mut random = ChaCha8Rng::seed_from_u64(20_261_123);
        let mut wrong = Vec::new();
        println!("{:>14} {:>9} {:>8} {:>8} {:>8} {:>8}", "population", "near top", "n = 3", "5", "10", "30");
        for population in &populations {
            let sum: f64 = (0..TRUTH)
                .map(|_| {
                    let (before, after) = abilities(population, &mut random);
                    100.0 * (chance(after) - chance(before))
                })
                .sum();
            let truth = sum / f64::from(TRUTH);
            let top = near_the_top(population, &mut random);
            let coverage = SIZES.map(|(n, repetitions)| {
                let held = (0..repetitions)
                    .filter(|_| {
                        let pairs: Vec<(f64, f64)> = (0..n).map(|_| pupil(population, &mut random)).collect();
                        paired(&pairs).is_some_and(|found| found.change.interval.contains(truth))
                    })
                    .count();
                held as f64 / f64::from(repetitions)
            });
            let [three, five, ten, thirty] = coverage;
            println!("{:>14} {top:>9.3} {three:>8.4} {five:>8.4} {ten:>8.4} {thirty:>8.4}", population.name);
            let at_the_ceiling = top >= CEILING_SHARE;
            assert_eq!(at_the_ceiling, population.name == "at the ceiling", "{top}");
            for (held, (n, _)) in coverage.into_iter().zip(SIZES) {
                let allowed = if at_the_ceiling { AT_THE_CEILING } else { ENOUGH };
                if !allowed.contains(&held) {
                    wrong.push((population.name, n, held));
                }
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

/// How often the whole-class rule flags a year group, rightly and wrongly.
mod whole_class {
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;
    use statrs::distribution::{Beta, Binomial, ContinuousCDF, DiscreteCDF};
    use thrive_report::statistics::proportion::Share;
    use thrive_report::statistics::shrinkage::BetaBinomial;
    use thrive_report::statistics::whole_class::{Group, Rule, Verdict, judge_strand};
    /// Fewest pupils below the expectation, of `n`, that make a group a priority.
    fn fewest_for_a_flag(n: u64) -> u64 {
        let rule = Rule::default();
        let probability = |below| share(below, n).probability_above(rule.threshold).expect("a probability");
        (0..=n).find(|&below| probability(below) >= rule.probability).expect("all pupils are enough")
    }

    fn share(part: u64, whole: u64) -> Share {
        Share::of(part, whole).expect("a share")
    }

    /// Whether a figure agrees with a printed one that was itself simulated: within `errors` standard errors
    /// of `trials`, and the rounding of the printed figure.
    fn agrees(figure: f64, printed: f64, trials: f64, errors: f64) -> bool {
        let rounding = if printed > 0.145 { 0.005 } else { 0.0005 };
        (figure - printed).abs() <= errors * (printed * (1.0 - printed) / trials).sqrt() + rounding
    }

    /// The flags of section 3.3 without chance: the flag of one year group is a binomial tail.
    #[test]
    fn decision_rule_flags_as_often_as_printed() {
        for (true_share, printed, trials) in [
            // Seven groups in each of the 4,000 repetitions.
            (0.25, [0.056, 0.022, 0.007], 28_000.0),
            (0.50, [0.70, 0.83, 0.95], 4_000.0),
            (1.0 / 3.0, [0.21, 0.17, 0.17], 28_000.0),
        ] {
            for (n, printed) in [15, 30, 60].into_iter().zip(printed) {
                let exact = Binomial::new(true_share, n).expect("a binomial").sf(fewest_for_a_flag(n) - 1);
                assert!(agrees(exact, printed, trials, 3.0), "true {true_share}, n {n}: {exact}, printed {printed}");
            }
        }
    }

    const REPETITIONS: u32 = 4000;

    /// A school of seven groups of `n` pupils with these true shares.
    fn school(generator: &mut ChaCha8Rng, truth: &[f64; 7], n: u64) -> Vec<Share> {
        truth.iter().map(|&p| share((0..n).filter(|_| generator.random_bool(p)).count() as u64, n)).collect()
    }

    /// Verdict of the rule on one group of a fully screened school.
    fn is_priority(groups: &[Share], at: usize) -> bool {
        let groups: Vec<Group> = groups
            .iter()
            .map(|group| Group::new(group.part(), group.whole(), group.whole()).expect("a group"))
            .collect();
        let strand = judge_strand(&groups, &Rule::default()).expect("a judgement");
        strand.groups[at].verdict == Verdict::WholeClassPriority
    }

    /// Position of the highest share; equal ones are drawn by lot.
    fn ranked_worst(generator: &mut ChaCha8Rng, groups: &[Share]) -> usize {
        let highest = groups.iter().map(Share::part).max().expect("groups");
        let tied: Vec<usize> = (0..groups.len()).filter(|&at| groups[at].part() == highest).collect();
        tied[generator.random_range(0..tied.len())]
    }

    /// The same flag taken from the posterior that is drawn towards the other groups.
    fn is_priority_when_shrunken(groups: &[Share], at: usize) -> bool {
        let rule = Rule::default();
        let Some(fit) = BetaBinomial::fit(groups) else { return false };
        let group = groups[at];
        let below = fit.pooled * fit.prior_weight + group.part() as f64;
        let rest = (1.0 - fit.pooled) * fit.prior_weight + (group.whole() - group.part()) as f64;
        Beta::new(below, rest).expect("a posterior").sf(rule.threshold) >= rule.probability
    }

    #[test]
    #[ignore = "about a minute, to print a table: docs/simulations.md says how to run it"]
    fn simulation_of_the_decision_rule() {
        const LABELS: [&str; 8] = [
            "false flags, true 25 % everywhere",
            "false flags of raw p > 1/3",
            "power, one group at 50 %, rest 25 %",
            "power of flags from shrunken posteriors",
            "power of the one-sided 90 % Wilson lower bound",
            "flags with everyone exactly at 1/3",
            "ranked worst is the worst, shares .15 to .55",
            "ranked worst is a given group, all equal",
        ];
        const PRINTED: [[f64; 3]; 8] = [
            [0.056, 0.022, 0.007],
            [0.145, 0.106, 0.055],
            [0.70, 0.83, 0.95],
            [0.36, 0.55, 0.81],
            [0.49, 0.71, 0.92],
            [0.21, 0.17, 0.17],
            [0.53, 0.62, 0.73],
            [1.0 / 7.0; 3],
        ];
        // Rows that count every one of the seven groups.
        const PER_GROUP: [usize; 3] = [0, 1, 5];
        let smooth: [f64; 7] = std::array::from_fn(|at| 0.15 + 0.40 * at as f64 / 6.0);
        let lone = [0.25, 0.25, 0.25, 0.50, 0.25, 0.25, 0.25];
        let mut generator = ChaCha8Rng::seed_from_u64(20_261_123);
        let mut counts = [[0_u32; 3]; 8];
        for (column, n) in [15, 30, 60].into_iter().enumerate() {
            let from = fewest_for_a_flag(n);
            for _ in 0..REPETITIONS {
                let mut count = |row: usize, found: usize| counts[row][column] += u32::try_from(found).expect("few");
                let alike = school(&mut generator, &[0.25; 7], n);
                count(0, alike.iter().filter(|group| group.part() >= from).count());
                count(1, alike.iter().filter(|group| 3 * group.part() > n).count());
                let one_bad = school(&mut generator, &lone, n);
                count(2, usize::from(is_priority(&one_bad, 3)));
                count(3, usize::from(is_priority_when_shrunken(&one_bad, 3)));
                // One-sided 90 %: the lower end of the two-sided 80 % interval.
                count(4, usize::from(one_bad[3].wilson(0.80).expect("bounds").low > 1.0 / 3.0));
                let threshold = school(&mut generator, &[1.0 / 3.0; 7], n);
                count(5, threshold.iter().filter(|group| group.part() >= from).count());
                let spread = school(&mut generator, &smooth, n);
                count(6, usize::from(ranked_worst(&mut generator, &spread) == 6));
                count(7, usize::from(ranked_worst(&mut generator, &alike) == 0));
            }
        }
        println!("{:<48} {:>22}   {:>20}", "n = 15, 30, 60", "here", "printed");
        let mut missed = Vec::new();
        for row in 0..LABELS.len() {
            let trials = f64::from(REPETITIONS) * if PER_GROUP.contains(&row) { 7.0 } else { 1.0 };
            let here = counts[row].map(|count| f64::from(count) / trials);
            println!("{:<48} {here:>6.3?}   {:>6.3?}", LABELS[row], PRINTED[row]);
            // Two simulations differ by √2 standard errors of one.
            if here.iter().zip(PRINTED[row]).any(|(&here, printed)| !agrees(here, printed, trials / 2.0, 3.0)) {
                missed.push(LABELS[row]);
            }
        }
        assert!(missed.is_empty(), "{missed:?}");
    }
}
