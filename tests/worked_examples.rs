//! Every worked example of the statistics reference, to the digits printed there, in the order of its numbers.

/// A1–A10: change, comparison, expected progress, questionnaires.
mod impact {
    use thrive_report::statistics::ancova::ancova;
    use thrive_report::statistics::expected_progress::{Progression, excess, regression_to_the_mean};
    use thrive_report::statistics::moments::{columns, pooled_sd};
    use thrive_report::statistics::noncentral_t::noncentrality_limits_95;
    use thrive_report::statistics::paired::{Paired, PairedEffects, paired};
    use thrive_report::statistics::reliable_change::Scale;
    use thrive_report::statistics::sdq::{self, Band, Banding, Informant, Scores};
    use thrive_report::statistics::sdq_added_value::{Followed, Risk, added_value, effect_size, known_half_width};
    use thrive_report::statistics::signed_rank::{SignFlip, sign_flip, signed_rank};
    use thrive_report::statistics::student_t::mean_test;
    use thrive_report::statistics::two_sample::{change_effect, hedges_g, pooled, standardised_difference, welch};

    /// Compares every value with its printed figure, within half a unit of the last digit printed.
    fn table(example: &str, rows: &[(&str, f64, &str)]) {
        let wrong: Vec<String> = rows
            .iter()
            .filter(|(_, found, printed)| {
                let expected: f64 = printed.parse().expect("a printed number");
                // A found value of exactly half a unit may fall on either side.
                (found - expected).abs() > half_unit(printed) * (1.0 + 1e-9)
            })
            .map(|(name, found, printed)| format!("{example} {name}: {found} is not {printed}"))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    /// Half a unit in the last digit of a printed number such as 1.58 or 6.77e-5.
    fn half_unit(printed: &str) -> f64 {
        let (digits, exponent) = printed.split_once('e').unwrap_or((printed, "0"));
        let decimals = digits.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        0.5 * 10_f64.powi(exponent.parse::<i32>().expect("an exponent") - decimals as i32)
    }

    /// Scores before and after.
    type Pairs = Vec<(f64, f64)>;

    fn pairs(before: &[f64], after: &[f64]) -> Pairs {
        assert_eq!(before.len(), after.len());
        before.iter().copied().zip(after.iter().copied()).collect()
    }

    fn changes(pairs: &[(f64, f64)]) -> Vec<f64> {
        pairs.iter().map(|(before, after)| after - before).collect()
    }

    fn summary(pairs: &[(f64, f64)]) -> (Paired, PairedEffects) {
        let summary = paired(pairs).expect("pairs");
        let effects = summary.effects.expect("spread");
        (summary, effects)
    }

    #[test]
    fn a1_student_sleep() {
        let before = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0];
        let after = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4];
        let data = pairs(&before, &after);
        let (all, effects) = summary(&data);
        // pingouin takes m = 2n − 2 and the approximate factor 1 − 3/(4m − 1).
        let pingouin = effects.d_av * (1.0 - 3.0 / (4.0 * 18.0 - 1.0));
        table(
            "A1",
            &[
                ("mean difference", all.change.mean, "1.58"),
                ("s_d", all.change.sd, "1.2299955"),
                ("t", all.change.t.expect("spread"), "4.062128"),
                ("df", all.change.df, "9"),
                ("p", all.change.p.expect("spread"), "0.00283289"),
                ("CI low", all.change.interval.low, "0.7001142"),
                ("CI high", all.change.interval.high, "2.4598858"),
                ("r", all.correlation.expect("spread"), ".795170"),
                ("d_z", effects.d_z, "1.284558"),
                ("d_av", effects.d_av, ".832181"),
                ("d_rm", effects.d_rm, ".822177"),
                ("d_b", effects.d_b, ".883170"),
                ("J(9)", effects.correction, ".913875"),
                ("g_av", effects.g_av.value, ".760509"),
                ("g_av, pingouin's convention", pingouin, ".797019"),
                ("g_rm", effects.g_rm.value, ".751367"),
                ("g_av low", effects.g_av.interval.low, ".393566"),
                ("g_av high", effects.g_av.interval.high, "1.127453"),
                ("g_rm low", effects.g_rm.interval.low, ".332021"),
                ("g_rm high", effects.g_rm.interval.high, "1.170712"),
            ],
        );
        assert_eq!(sign_flip(&changes(&data)), Some(SignFlip { extreme: 4, assignments: 1024 }));
        assert_eq!((all.signs.improved, all.signs.unchanged, all.signs.fell), (9, 1, 0));
    }

    #[test]
    fn a2_lakens_films() {
        let first = [9.0, 7.0, 8.0, 9.0, 8.0, 9.0, 9.0, 10.0, 9.0, 9.0];
        let second = [9.0, 6.0, 7.0, 8.0, 7.0, 9.0, 8.0, 8.0, 8.0, 7.0];
        // The example takes film 1 − film 2.
        let (all, effects) = summary(&pairs(&second, &first));
        let t = all.change.t.expect("spread");
        // Limits of d_z are ncp/√n; those of d_av follow by s_d/s_av.
        let to_d_av = effects.d_av / effects.d_z / 10_f64.sqrt();
        let ncp = noncentrality_limits_95(t, all.change.df).expect("a moderate t").scaled(to_d_av);
        table(
            "A2",
            &[
                ("mean 1", all.mean_after, "8.7"),
                ("mean 2", all.mean_before, "7.7"),
                ("SD 1", all.sd_after, ".823273"),
                ("SD 2", all.sd_before, ".948683"),
                ("t", t, "4.743416"),
                ("published t", t, "4.74"),
                ("p", all.change.p.expect("spread"), ".00105387"),
                ("published p", all.change.p.expect("spread"), ".001"),
                ("CI low", all.change.interval.low, ".523095"),
                ("CI high", all.change.interval.high, "1.476905"),
                ("published CI low", all.change.interval.low, "0.52"),
                ("published CI high", all.change.interval.high, "1.48"),
                ("d_z", effects.d_z, "1.5"),
                ("d_av", effects.d_av, "1.125880"),
                ("g_av", effects.g_av.value, "1.028913"),
                ("published g_av", effects.g_av.value, "1.03"),
                ("g_av low", effects.g_av.interval.low, ".603770"),
                ("g_av high", effects.g_av.interval.high, "1.454057"),
                ("ncp low", ncp.low, ".420714"),
                ("ncp high", ncp.high, "1.803987"),
            ],
        );
    }

    #[test]
    #[expect(clippy::approx_constant, reason = "3.14 is a depression score")]
    fn a3_hollander_wolfe_depression() {
        let x = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30];
        let y = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29];
        let differences = changes(&pairs(&y, &x));
        let test = signed_rank(&differences).expect("nine differences");
        table(
            "A3",
            &[
                ("V", test.v, "40"),
                ("two-sided p", test.p, ".0390625"),
                ("one-sided p", test.p_greater, ".01953125"),
                ("HL", test.estimate, ".46"),
                ("CI low", test.interval.low, ".010"),
                ("CI high", test.interval.high, ".786"),
                ("achieved level in %", 100.0 * test.level, "96.09375"),
                ("rank-biserial", test.rank_biserial, ".777778"),
            ],
        );
        assert!(test.exact);
        assert_eq!(sign_flip(&differences), Some(SignFlip { extreme: 14, assignments: 512 }));
    }

    #[test]
    fn a4_mtcars_weight_by_gearbox() {
        let automatic = [
            3.215, 3.44, 3.46, 3.57, 3.19, 3.15, 3.44, 3.44, 4.07, 3.73, 3.78, 5.25, 5.424, 5.345, 2.465, 3.52, 3.435,
            3.84, 3.845,
        ];
        let manual = [2.62, 2.875, 2.32, 2.2, 1.615, 1.835, 1.935, 2.14, 1.513, 3.17, 2.77, 3.57, 2.78];
        assert_eq!((automatic.len(), manual.len()), (19, 13));
        let effect = hedges_g(&automatic, &manual).expect("spread");
        table(
            "A4",
            &[
                ("d", effect.d, "1.892406"),
                ("d low", effect.d_interval.low, "1.030022"),
                ("d high", effect.d_interval.high, "2.732922"),
                ("J", effect.correction, ".974754"),
                ("g", effect.g, "1.844631"),
                ("g low", effect.g_interval.low, "1.004019"),
                ("g high", effect.g_interval.high, "2.663928"),
            ],
        );
    }

    /// Weights of the family therapy and of the control arm, in pounds.
    fn anorexia() -> (Pairs, Pairs) {
        let treated = pairs(
            &[83.8, 83.3, 86.0, 82.5, 86.7, 79.6, 76.9, 94.2, 73.4, 80.5, 81.6, 82.1, 77.6, 83.5, 89.9, 86.0, 87.3],
            &[95.2, 94.3, 91.5, 91.9, 100.3, 76.7, 76.8, 101.6, 94.9, 75.2, 77.8, 95.5, 90.7, 92.5, 93.8, 91.7, 98.0],
        );
        let control = pairs(
            &[
                80.7, 89.4, 91.8, 74.0, 78.1, 88.3, 87.3, 75.1, 80.6, 78.4, 77.6, 88.7, 81.3, 78.1, 70.5, 77.3, 85.2,
                86.0, 84.1, 79.7, 85.5, 84.4, 79.6, 77.5, 72.3, 89.0,
            ],
            &[
                80.2, 80.1, 86.4, 86.3, 76.1, 78.1, 75.1, 86.7, 73.5, 84.6, 77.4, 79.5, 89.6, 81.4, 81.8, 77.3, 84.2,
                75.4, 79.5, 73.0, 88.3, 84.7, 81.4, 81.2, 88.2, 78.8,
            ],
        );
        (treated, control)
    }

    #[test]
    fn a5_anorexia_change_in_each_arm() {
        let (treated, control) = anorexia();
        assert_eq!((treated.len(), control.len()), (17, 26));
        let (family, _) = summary(&treated);
        let (alone, _) = summary(&control);
        let test = signed_rank(&changes(&treated)).expect("seventeen");
        table(
            "A5",
            &[
                ("FT change", family.change.mean, "7.264706"),
                ("FT s_d", family.change.sd, "7.157421"),
                ("FT t", family.change.t.expect("spread"), "4.184908"),
                ("FT p", family.change.p.expect("spread"), ".000700253"),
                ("FT low", family.change.interval.low, "3.584700"),
                ("FT high", family.change.interval.high, "10.944712"),
                ("FT V", test.v, "142"),
                ("FT exact p", test.p, ".000839233"),
                ("FT HL", test.estimate, "7.65"),
                ("FT HL low", test.interval.low, "3.45"),
                ("FT HL high", test.interval.high, "11.20"),
                ("Cont change", alone.change.mean, "-0.45"),
                ("Cont low", alone.change.interval.low, "-3.676708"),
                ("Cont high", alone.change.interval.high, "2.776708"),
                ("Cont r", alone.correlation.expect("spread"), "-.161416"),
            ],
        );
    }

    #[test]
    fn a5_anorexia_difference_between_arms() {
        let (treated, control) = anorexia();
        let (change_t, change_c) = (changes(&treated), changes(&control));
        let unequal = welch(&change_t, &change_c).expect("spread");
        let equal = pooled(&change_t, &change_c).expect("spread");
        let (before_t, before_c) = (columns(&treated).0, columns(&control).0);
        table(
            "A5",
            &[
                ("Welch difference", unequal.estimate, "7.714706"),
                ("Welch t", unequal.t, "3.299160"),
                ("Welch df", unequal.df, "36.97886"),
                ("Welch p", unequal.p, ".00215181"),
                ("Welch low", unequal.interval.low, "2.976597"),
                ("Welch high", unequal.interval.high, "12.452815"),
                ("pooled t", equal.t, "3.222676"),
                ("pooled p", equal.p, ".00249101"),
                ("pooled low", equal.interval.low, "2.880164"),
                ("pooled high", equal.interval.high, "12.549248"),
                ("S_pre", pooled_sd(&before_t, &before_c).expect("spread"), "5.448067"),
                ("g_ppc2", change_effect(&treated, &control).expect("spread"), "1.389982"),
                ("baseline SMD", standardised_difference(&before_t, &before_c).expect("spread"), ".306846"),
            ],
        );
    }

    #[test]
    fn a5_anorexia_ancova() {
        let (treated, control) = anorexia();
        let fit = ancova(&treated, &control).expect("43 patients");
        table(
            "A5",
            &[
                ("b", fit.b, "9.033573"),
                ("SE", fit.se, "2.031486"),
                ("t", fit.t, "4.446780"),
                ("p", fit.p, "6.76778e-5"),
                ("low", fit.interval.low, "4.927786"),
                ("high", fit.interval.high, "13.139359"),
                ("slope", fit.slope, ".211072"),
                ("df", fit.df, "40"),
                ("HC3 SE", fit.se_hc3.expect("no leverage of 1"), "2.350923"),
                ("S_post", fit.sd_after, "6.461760"),
                ("ω", fit.omega, ".981595"),
                ("g", fit.g.value, "1.372275"),
                ("SE of g", fit.g.se, ".341075"),
                ("g low", fit.g.interval.low, ".703780"),
                ("g high", fit.g.interval.high, "2.040769"),
            ],
        );
    }

    #[test]
    fn a6_regression_to_the_mean() {
        let gain = |rho, baselines| regression_to_the_mean(60.0, 15.0, 40.0, rho, baselines).expect("valid");
        table(
            "A6",
            &[
                ("ρ .5", gain(0.5, 1), "13.486012"),
                ("ρ .7", gain(0.7, 1), "8.091607"),
                ("ρ .9", gain(0.9, 1), "2.697202"),
                ("ρ .5, two baselines", gain(0.5, 2), "7.786152"),
                ("ρ 0", gain(0.0, 1), "26.972023"),
                ("ρ 1", gain(1.0, 1), "0"),
            ],
        );
        assert_eq!(gain(1.0, 1), 0.0);
    }

    #[test]
    fn a7_expected_progress() {
        let before = [40.0, 44.0, 38.0, 47.0, 42.0, 35.0, 45.0, 41.0, 39.0, 43.0];
        let after = [52.0, 50.0, 49.0, 58.0, 47.0, 51.0, 55.0, 46.0, 50.0, 53.0];
        let data = pairs(&before, &after);
        let raw = paired(&data).expect("ten pupils").change;
        let norm = Progression::declared(62.0, 3.0, 0.6).expect("valid");
        let beyond = excess(&data, &norm).expect("ten pupils");
        table(
            "A7",
            &[
                ("raw", raw.mean, "9.7"),
                ("raw low", raw.interval.low, "7.220784"),
                ("raw high", raw.interval.high, "12.179216"),
                ("RTM part", beyond.regression_part, "8.24"),
                ("excess", beyond.mean.mean, "-1.54"),
                ("excess low", beyond.mean.interval.low, "-3.727584"),
                ("excess high", beyond.mean.interval.high, ".647584"),
            ],
        );
        assert!(beyond.mean.interval.contains(0.0), "no evidence of more than expected");
    }

    #[test]
    fn a8_reliable_change() {
        let scale = |sd, reliability| Scale::new(sd, reliability).expect("a scale");
        let jacobson = scale(7.5, 0.80);
        let (parent, teacher) = (scale(5.8, 0.82), scale(6.0, 0.87));
        table(
            "A8",
            &[
                ("SE", jacobson.measurement_error(), "3.354102"),
                ("S_diff", jacobson.difference_error(), "4.743416"),
                ("RC", jacobson.index(15.0), "3.162278"),
                ("parent S_diff", parent.difference_error(), "3.48"),
                ("parent threshold", 1.96 * parent.difference_error(), "6.8208"),
                ("teacher S_diff", teacher.difference_error(), "3.0594"),
                ("teacher threshold", 1.96 * teacher.difference_error(), "5.9964"),
                ("parent, alpha", parent.points_needed(), "7"),
                ("parent, retest", scale(5.8, 0.72).points_needed(), "9"),
                ("teacher, alpha", teacher.points_needed(), "6"),
                ("teacher, retest", scale(6.0, 0.80).points_needed(), "8"),
                ("self, alpha", scale(5.2, 0.80).points_needed(), "7"),
                ("self, retest", scale(5.2, 0.62).points_needed(), "9"),
            ],
        );
    }

    type Answers = [Option<u8>; sdq::ITEMS];

    fn answers(values: [u8; sdq::ITEMS]) -> Answers {
        values.map(Some)
    }

    fn without(mut items: Answers, numbers: &[usize]) -> Answers {
        for number in numbers {
            items[number - 1] = None;
        }
        items
    }

    fn scores(items: &Answers) -> Scores {
        sdq::score(items).expect("coded 0 to 2")
    }

    /// E, C, H, Peer, Prosocial and Total.
    fn row(items: &Answers) -> [Option<u8>; 6] {
        let found = scores(items);
        [found.emotional, found.conduct, found.hyperactivity, found.peer, found.prosocial, found.total()]
    }

    #[test]
    fn a9_sdq_scales() {
        assert_eq!(row(&answers([0; 25])), [0, 2, 4, 4, 0, 10].map(Some), "(a)");
        assert_eq!(row(&answers([1; 25])), [5, 5, 5, 5, 5, 20].map(Some), "(b)");
        assert_eq!(row(&answers([2; 25])), [10, 8, 6, 6, 10, 30].map(Some), "(c)");
        let d = answers([1, 2, 0, 1, 2, 0, 1, 1, 2, 2, 1, 1, 0, 2, 2, 1, 2, 0, 1, 0, 0, 0, 1, 0, 1]);
        assert_eq!(row(&d), [2, 4, 9, 3, 6, 18].map(Some), "(d)");
        assert_eq!((scores(&d).internalising(), scores(&d).externalising()), (Some(5), Some(13)), "(d)");
        let e = answers([2, 1, 2, 2, 0, 0, 2, 2, 2, 0, 2, 0, 1, 2, 1, 1, 2, 0, 0, 1, 1, 0, 1, 2, 0]);
        assert_eq!(row(&e), [8, 0, 5, 1, 9, 14].map(Some), "(e)");
    }

    #[test]
    fn a9_sdq_missing_items() {
        let e = answers([2, 1, 2, 2, 0, 0, 2, 2, 2, 0, 2, 0, 1, 2, 1, 1, 2, 0, 0, 1, 1, 0, 1, 2, 0]);
        assert_eq!(row(&without(e, &[13, 16])), [10, 0, 5, 1, 9, 16].map(Some), "(e) 13, 16 missing");
        let gone = row(&without(e, &[13, 16, 24]));
        assert_eq!((gone[0], gone[5]), (None, None), "(e) 13, 16, 24 missing");
        // Emotional items 3, 8, 13, 16, 24.
        let points = |three: u8, eight: u8, thirteen: u8, sixteen: Option<u8>| {
            let mut items = [None; 25];
            (items[2], items[7], items[12], items[15]) = (Some(three), Some(eight), Some(thirteen), sixteen);
            scores(&items).emotional
        };
        assert_eq!(points(2, 1, 1, None), Some(7), "(f) 4 points over 3 items");
        assert_eq!(points(1, 1, 0, Some(0)), Some(3), "(f) 2 points over 4 items");
    }

    #[test]
    fn a9_sdq_impact_and_teacher_bands() {
        let all = |values: &[u8]| values.iter().copied().map(Some).collect::<Vec<_>>();
        let parent = |difficulties, values: &[Option<u8>]| sdq::impact(Informant::Parent, difficulties, values);
        assert_eq!(parent(Some(true), &all(&[3, 2, 1, 0, 3])), Ok(Some(5)), "(g)");
        assert_eq!(sdq::impact(Informant::Teacher, Some(true), &all(&[3, 2, 3])), Ok(Some(5)), "(g) teacher");
        assert_eq!(parent(Some(false), &all(&[3, 2, 1, 0, 3])), Ok(Some(0)), "(g) no difficulties");
        assert_eq!(parent(Some(false), &[None; 5]), Ok(Some(0)), "(g) no difficulties, skipped");
        assert_eq!(parent(None, &[None; 5]), Ok(None), "(g) none answered");
        let band = |label: &str, low, high| Band { label: label.into(), low, high };
        let teacher_total = Banding {
            scheme: "four-band".into(),
            informant: Informant::Teacher,
            bands: vec![
                band("average", 0, 11),
                band("slightly raised", 12, 15),
                band("high", 16, 18),
                band("very high", 19, 40),
            ],
        };
        for (total, label) in [(11, "average"), (12, "slightly raised"), (16, "high"), (19, "very high")] {
            assert_eq!(teacher_total.label(Informant::Teacher, total), Some(label), "(h)");
        }
    }

    #[test]
    fn a10_sdq_added_value() {
        let score = |total, impact, emotional, total_after| {
            let (informant, risk, months) = (Informant::Parent, Risk::High, 6.0);
            added_value(&Followed { informant, risk, months, total, impact, emotional, total_after }).expect("a parent")
        };
        table(
            "A10",
            &[
                ("(20, 4, 5, 15)", score(20, 4, 5, 15), "2.6"),
                ("(20, 4, 5, 15) ES", effect_size(score(20, 4, 5, 15)), ".52"),
                ("(17, 2, 7, 17)", score(17, 2, 7, 17), "-2.8"),
                ("(25, 6, 8, 20)", score(25, 6, 8, 20), "1.1"),
                ("(10, 0, 2, 9)", score(10, 0, 2, 9), ".7"),
                ("one child ±", known_half_width(1).expect("one"), "9.8"),
                ("a hundred children ±", known_half_width(100).expect("a hundred"), ".98"),
            ],
        );
    }

    #[test]
    fn a18_attendance_of_six_pupils() {
        // (possible, attended) before and after; year group before and after.
        let pupils: [([f64; 4], [f64; 2]); 6] = [
            ([60.0, 45.0, 60.0, 52.0], [0.938, 0.930]),
            ([60.0, 51.0, 60.0, 54.0], [0.938, 0.930]),
            ([58.0, 40.0, 60.0, 50.0], [0.951, 0.949]),
            ([60.0, 54.0, 58.0, 50.0], [0.951, 0.949]),
            ([60.0, 48.0, 60.0, 55.0], [0.926, 0.935]),
            ([56.0, 39.0, 60.0, 48.0], [0.926, 0.935]),
        ];
        let own: Vec<f64> = pupils.iter().map(|(of, _)| 100.0 * (of[3] / of[2] - of[1] / of[0])).collect();
        let beyond: Vec<f64> =
            pupils.iter().zip(&own).map(|((_, group), own)| own - 100.0 * (group[1] - group[0])).collect();
        for (found, printed) in
            beyond.iter().zip(["12.466667", "5.8", "14.567816", "-3.593103", "10.766667", "9.457143"])
        {
            table("A18", &[("each pupil", *found, printed)]);
        }
        let raw = mean_test(&own).expect("six pupils");
        let mean = mean_test(&beyond).expect("six pupils");
        let ranks = signed_rank(&beyond).expect("six pupils");
        table(
            "A18",
            &[
                ("raw mean", raw.mean, "8.210865"),
                ("mean", mean.mean, "8.244198"),
                ("s", mean.sd, "6.507646"),
                ("low", mean.interval.low, "1.414843"),
                ("high", mean.interval.high, "15.073554"),
                ("p", mean.p.expect("spread"), ".026758"),
                ("exact Wilcoxon p", ranks.p, ".0625"),
            ],
        );
    }
}

/// A11–A20: shares, groups, multiplicity, attendance, run charts.
mod groups {
    use thrive_report::statistics::bounds::Bounds;
    use thrive_report::statistics::difference_in_differences::{
        PupilAttendance, Sessions, attendance_change, difference_in_differences,
    };
    use thrive_report::statistics::homogeneity::homogeneity;
    use thrive_report::statistics::multiplicity::{benjamini_hochberg, bonferroni, findings, holm};
    use thrive_report::statistics::placebo::PlaceboRank;
    use thrive_report::statistics::probability_worst::probability_worst;
    use thrive_report::statistics::proportion::{Share, funnel_limits};
    use thrive_report::statistics::run_chart::{
        Side, limits, seven_on_one_side, seven_point_trend, special_causes, two_in_three,
    };
    use thrive_report::statistics::shrinkage::{BetaBinomial, EfronMorris, Estimate, RandomEffects};
    use thrive_report::statistics::student_t::mean_test;
    use thrive_report::statistics::whole_class::{Group, Rule, Verdict, judge_strand};

    /// `value` to the digits of `printed`.
    #[track_caller]
    fn prints(value: f64, printed: &str) {
        let digits = printed.split_once('.').map_or(0, |(_, decimals)| decimals.len());
        let expected: f64 = printed.parse().expect("a number");
        let half_a_unit = 0.5 * 0.1_f64.powi(i32::try_from(digits).expect("few digits"));
        assert!((value - expected).abs() <= half_a_unit * 1.000_001, "{value} does not print as {printed}");
    }

    #[track_caller]
    fn range(bounds: Option<Bounds>, low: &str, high: &str) {
        let bounds = bounds.expect("bounds");
        prints(bounds.low, low);
        prints(bounds.high, high);
    }

    fn share(part: u64, whole: u64) -> Share {
        Share::of(part, whole).expect("a share")
    }

    const YEAR_GROUPS: [(&str, u64, u64); 7] =
        [("R", 4, 30), ("Y1", 18, 29), ("Y2", 8, 31), ("Y3", 28, 58), ("Y4", 11, 28), ("Y5", 6, 30), ("Y6", 14, 57)];

    fn year_groups() -> Vec<Share> {
        YEAR_GROUPS.iter().map(|&(_, below, screened)| share(below, screened)).collect()
    }

    #[test]
    fn a11_wilson() {
        for (part, whole, level, low, high) in [
            (65, 100, 0.95, "0.552544", "0.736358"),
            (65, 100, 0.998, "0.495495", "0.778354"),
            (1, 100, 0.95, "0.001767", "0.054486"),
            (5, 100, 0.95, "0.021544", "0.111750"),
            (20, 100, 0.95, "0.133367", "0.288829"),
            (81, 263, 0.95, "0.255289", "0.366210"),
            (15, 148, 0.95, "0.062386", "0.160487"),
            (0, 20, 0.95, "0.000000", "0.161125"),
            (1, 29, 0.95, "0.006113", "0.171755"),
            (0, 30, 0.95, "0.000000", "0.113513"),
            (30, 30, 0.95, "0.886487", "1.000000"),
        ] {
            range(share(part, whole).wilson(level), low, high);
        }
    }

    #[test]
    fn a11_jeffreys() {
        for (part, whole, low, high) in
            [(1, 29, "0.003746", "0.150078"), (10, 30, "0.185979", "0.511148"), (0, 20, "0.000000", "0.116639")]
        {
            range(share(part, whole).jeffreys(0.95), low, high);
        }
    }

    #[test]
    fn a12_funnel() {
        // Printed in per cent. The baseline is itself rounded to its sixth decimal, so the limits may miss by as much.
        for (size, low, high) in [(20, 63.326_743, 97.958_152), (50, 69.691_035, 91.593_861), (10, 56.154_344, 100.0)] {
            let bounds = funnel_limits(0.806_424_48, size, 0.95).expect("bounds");
            assert!((100.0 * bounds.low - low).abs() < 1e-6, "{size}: {bounds:?}");
            assert!((100.0 * bounds.high - high).abs() < 1e-6, "{size}: {bounds:?}");
        }
        assert_eq!(funnel_limits(0.806_424_48, 10, 0.95).expect("bounds").high, 1.0, "clipped");
    }

    #[test]
    fn a13_efron_morris_batting() {
        let averages: Vec<f64> = [18, 17, 16, 15, 14, 14, 13, 12, 11, 11, 10, 10, 10, 10, 10, 9, 8, 7]
            .iter()
            .map(|&hits| f64::from(hits) / 45.0)
            .collect();
        let mean = averages.iter().sum::<f64>() / 18.0;
        let fit = EfronMorris::fit(&averages, mean * (1.0 - mean) / 45.0).expect("a fit");
        prints(fit.mean, "0.265432");
        prints(fit.kept, "0.211653");
        prints(fit.shrunken(averages[0]), "0.2939");
        prints(fit.shrunken(averages[17]), "0.2422");
    }

    #[test]
    fn a13_eight_schools() {
        let effects = [28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0];
        let errors = [15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0_f64];
        let schools: Vec<Estimate> = effects
            .iter()
            .zip(errors)
            .map(|(&effect, error)| Estimate::new(effect, error.powi(2)).expect("an estimate"))
            .collect();
        let fit = RandomEffects::dersimonian_laird(&schools).expect("a fit");
        prints(fit.mean, "7.685617");
        prints(fit.q, "4.707079");
        assert_eq!(fit.between, 0.0);
        prints(fit.standard_error, "4.071919");
        for school in schools {
            prints(fit.shrunken(school), "7.685617");
        }
    }

    #[test]
    fn a13_bcg_vaccine() {
        // Vaccinated with and without tuberculosis, not vaccinated with and without.
        let trials = [
            [4, 119, 11, 128],
            [6, 300, 29, 274],
            [3, 228, 11, 209],
            [62, 13536, 248, 12619],
            [33, 5036, 47, 5761],
            [180, 1361, 372, 1079],
            [8, 2537, 10, 619],
            [505, 87886, 499, 87892],
            [29, 7470, 45, 7232],
            [17, 1699, 65, 1600],
            [186, 50448, 141, 27197],
            [5, 2493, 3, 2338],
            [27, 16886, 29, 17825],
        ];
        let log_risk_ratios: Vec<Estimate> = trials
            .iter()
            .map(|counts| {
                let [ill, well, control_ill, control_well] = counts.map(f64::from);
                let (all, control_all) = (ill + well, control_ill + control_well);
                let variance = 1.0 / ill - 1.0 / all + 1.0 / control_ill - 1.0 / control_all;
                Estimate::new((ill / all / (control_ill / control_all)).ln(), variance).expect("an estimate")
            })
            .collect();
        let fit = RandomEffects::dersimonian_laird(&log_risk_ratios).expect("a fit");
        prints(fit.between, "0.308760");
        prints(fit.mean, "-0.714117");
        prints(fit.standard_error, "0.178742");
        let fit = RandomEffects::reml(&log_risk_ratios).expect("a fit");
        prints(fit.between, "0.313243");
        prints(fit.mean, "-0.714532");
        prints(fit.standard_error, "0.179782");
    }

    #[test]
    fn a14_year_group_table() {
        let test = homogeneity(&year_groups()).expect("a test");
        prints(test.pooled, "0.338403");
        prints(test.chi_squared, "27.378431");
        assert_eq!(test.degrees_of_freedom, 6);
        prints(test.p, "0.000122977");
        let fit = BetaBinomial::fit(&year_groups()).expect("a fit");
        prints(fit.correlation, "0.099352");
        prints((1.0 - fit.correlation) / fit.correlation, "9.0652");
        assert_eq!(fit.prior_weight, 10.0, "clipped");

        use Verdict::{TargetedSupport, Watch, WholeClassPriority};
        let groups: Vec<Group> = YEAR_GROUPS.iter().map(|&(_, x, n)| Group::new(x, n, n).expect("a group")).collect();
        let strand = judge_strand(&groups, &Rule::default()).expect("a judgement");
        assert_eq!(strand.homogeneity, Some(test));
        for (at, (name, probability, order_value, verdict)) in [
            ("R", "0.0066", "0.1846", TargetedSupport),
            ("Y1", "0.9992", "0.5483", WholeClassPriority),
            ("Y2", "0.1883", "0.2777", TargetedSupport),
            ("Y3", "0.9909", "0.4615", WholeClassPriority),
            ("Y4", "0.7516", "0.3785", Watch),
            ("Y5", "0.0558", "0.2346", TargetedSupport),
            ("Y6", "0.0773", "0.2595", TargetedSupport),
        ]
        .into_iter()
        .enumerate()
        {
            assert_eq!(name, YEAR_GROUPS[at].0);
            let evidence = strand.groups[at].evidence.expect("evidence");
            prints(evidence.probability, probability);
            prints(evidence.order_value, order_value);
            assert_eq!(strand.groups[at].verdict, verdict, "{name}");
        }
        // Y1, Y3; Y4; Y2, Y6, Y5, R.
        assert_eq!(strand.order, [1, 3, 4, 2, 6, 5, 0]);
        range(year_groups()[1].wilson(0.95), "0.4400", "0.7731");
    }

    #[test]
    fn a14_probability_to_be_the_worst() {
        let worst = probability_worst(&year_groups()).expect("probabilities");
        prints(worst[1], "0.78");
        prints(worst[3], "0.18");
    }

    #[test]
    fn a15_benjamini_and_hochberg_1995() {
        let p_values = [
            0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719, 0.6528,
            0.7590, 1.0,
        ];
        let found = |adjusted: Option<Vec<f64>>| {
            findings(&adjusted.expect("adjusted"), 0.05).into_iter().filter(|finding| *finding).count()
        };
        assert_eq!(found(benjamini_hochberg(&p_values)), 4);
        assert_eq!(found(holm(&p_values)), 3);
        assert_eq!(found(bonferroni(&p_values)), 3);
        let adjusted = benjamini_hochberg(&p_values).expect("adjusted");
        for (value, printed) in adjusted.iter().zip(["0.0015", "0.0030", "0.0095", "0.035625"]) {
            prints(*value, printed);
        }
    }

    #[test]
    fn a15_six_strands() {
        let p_values = [0.004, 0.019, 0.030, 0.049, 0.21, 0.64];
        let row = |adjusted: Option<Vec<f64>>, printed: [&str; 6]| {
            for (value, printed) in adjusted.expect("adjusted").into_iter().zip(printed) {
                prints(value, printed);
            }
        };
        row(benjamini_hochberg(&p_values), ["0.024", "0.057", "0.060", "0.0735", "0.252", "0.64"]);
        row(holm(&p_values), ["0.024", "0.095", "0.12", "0.147", "0.42", "0.64"]);
    }

    #[test]
    fn a17_card_and_krueger() {
        prints(difference_in_differences(20.44, 21.03, 23.33, 21.17), "2.75");
    }

    #[test]
    fn a18_attendance() {
        let pupils: Vec<PupilAttendance> = [
            (60, 45, 60, 52, 0.938, 0.930),
            (60, 51, 60, 54, 0.938, 0.930),
            (58, 40, 60, 50, 0.951, 0.949),
            (60, 54, 58, 50, 0.951, 0.949),
            (60, 48, 60, 55, 0.926, 0.935),
            (56, 39, 60, 48, 0.926, 0.935),
        ]
        .into_iter()
        .map(|(possible_before, before, possible_after, after, group_before, group_after)| {
            let sessions = |attended, possible| Sessions::new(attended, possible).expect("sessions");
            PupilAttendance::new(
                sessions(before, possible_before),
                sessions(after, possible_after),
                group_before,
                group_after,
            )
            .expect("a pupil")
        })
        .collect();
        let change = attendance_change(&pupils).expect("a change");
        prints(change.mean_change, "8.210865");
        let printed = ["12.466667", "5.8", "14.567816", "-3.593103", "10.766667", "9.457143"];
        for (excess, printed) in change.excess.iter().zip(printed) {
            prints(*excess, printed);
        }
        prints(change.excess[1], "5.800000");
        prints(change.mean_excess.mean, "8.244198");
        prints(change.mean_excess.sd, "6.507646");
        prints(change.mean_excess.interval.low, "1.414843");
        prints(change.mean_excess.interval.high, "15.073554");
        prints(change.mean_excess.p.expect("a p-value"), "0.026758");
        prints(change.pooled_change, "8.064262");
        assert_eq!(mean_test(&change.excess), Some(change.mean_excess));
    }

    #[test]
    fn a18_placebo() {
        prints(PlaceboRank::of(2, 39).expect("a rank").p, "0.075");
    }

    #[test]
    fn a19_corc_percentages() {
        for (pupils, percent, digits_range) in [
            (2117, "35.9", ("34.69", "37.14")),
            (3056, "51.8", ("50.56", "53.11")),
            (617, "10.46", ("9.71", "11.27")),
            (1569, "26.61", ("25.50", "27.75")),
        ] {
            let share = share(pupils, 5896);
            prints(100.0 * share.value(), percent);
            let bounds = share.wilson(0.95).expect("bounds");
            prints(100.0 * bounds.low, digits_range.0);
            prints(100.0 * bounds.high, digits_range.1);
        }
    }

    #[test]
    fn a20_weekly_attendance() {
        let weeks = [94.1, 93.8, 94.5, 93.2, 94.0, 93.6, 92.9, 93.7, 94.2, 93.5, 93.9, 93.4, 91.0];
        let limits = limits(&weeks[..12]).expect("limits");
        prints(limits.mean, "93.733333");
        prints(limits.mean_range, "0.645455");
        prints(limits.low, "92.016424");
        prints(limits.high, "95.450242");
        let points = special_causes(&weeks, &limits);
        assert!(points[..12].iter().all(|point| !point.special_cause()));
        assert!(points[12].special_cause() && points[12].outside);
    }

    #[test]
    fn a20_rule_vectors() {
        let marks = |marked: Vec<bool>| marked.into_iter().map(u8::from).collect::<Vec<u8>>();
        let near = [0, 0, 1, 0, 1, 0, 0].map(|near| near == 1);
        let opposite = [Side::Above, Side::Above, Side::Above, Side::Above, Side::Below, Side::Below, Side::Below];
        assert_eq!(marks(seven_point_trend(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0])), [0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(marks(seven_point_trend(&[7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0])), [0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(marks(seven_point_trend(&[1.0, 2.0, 3.0, 3.0, 4.0, 5.0, 6.0])), [0, 0, 0, 0, 0, 0, 0]);
        assert_eq!(marks(two_in_three(&near, &[Side::Above; 7])), [0, 0, 1, 1, 1, 0, 0]);
        assert_eq!(marks(two_in_three(&near, &opposite)), [0, 0, 0, 0, 0, 0, 0]);
        let mut one_side = vec![Side::Above; 8];
        one_side.push(Side::Below);
        assert_eq!(marks(seven_on_one_side(&one_side)), [0, 0, 0, 0, 0, 0, 1, 1, 0]);
    }
}
