//! What plotters leaves out of an SVG: a role, a title and a description for
//! people who do not see the drawing.

use crate::outputs::forbidden;
use crate::reports::model::Chart;

/// Adds `role`, title and description to the document plotters made.
pub(super) fn describe(document: &str, chart: &Chart) -> String {
    let Some((opening, rest)) = document.split_once('>') else {
        return document.to_owned();
    };
    let id = identifier(&chart.id);
    format!(
        "{opening} role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\n\
         <title id=\"{id}-title\">{}</title>\n<desc id=\"{id}-desc\">{}</desc>{rest}",
        escape(&chart.title),
        escape(&chart.alt),
    )
}

/// An identifier that may stand in an attribute and in a selector.
fn identifier(id: &str) -> String {
    let safe: String =
        id.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect();
    format!("chart-{safe}")
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c if forbidden(c) => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use crate::outputs::{charts, sample};

    #[test]
    fn a_drawing_has_role_title_and_description() {
        let mut chart = sample::charts().remove(0);
        chart.alt = "Most <children> & \"all\"".into();
        let svg = charts::svg(&chart).expect("svg");
        let id = format!("chart-{}", chart.id);
        assert!(svg.contains(&format!("aria-labelledby=\"{id}-title {id}-desc\"")));
        assert!(svg.contains("role=\"img\""));
        assert!(svg.contains("Most &lt;children&gt; &amp; &quot;all&quot;</desc>"));
        assert!(svg.contains("viewBox="));
        assert_eq!(svg.matches("<title").count(), 1);
    }
}
