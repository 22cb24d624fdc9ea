"""A home of which every section of the review has something to show; small named rows."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from tests.pipelines.review.small_home import Call, Named, publish
from tests.pipelines.review.vectors import give_vectors

FEBRUARY, MARCH = date(2024, 2, 1), date(2024, 3, 1)
LATE = Named("t-late", "配達が遅れる", born_on="2022-02-28")
BILL = Named("t-bill", "請求額が違う", "請求", born_on="2022-02-28")
HEAT = Named("t-heat", "充電器が熱い", "製品", born_on="2024-03-20")
THEMES = [LATE, BILL, HEAT]

SAID = {
    "t-late": ["荷物がまだ届きません", "配達の約束が守られない", "指定した日に来ませんでした"],
    "t-bill": ["請求が二重でした", "見積もりより高い額が引かれた", "明細と合わない金額です"],
    "t-heat": ["充電器が熱くて持てない", "アダプターから焦げた匂い", "コードが溶けかけています"],
}
# Contacts by month: two years before, the year before, last month and the month itself.
COUNTS = {
    "t-late": {"2022-03": 6, "2023-03": 8, "2024-01": 3, "2024-02": 4, "2024-03": 30},
    "t-bill": {"2022-03": 12, "2023-03": 14, "2024-01": 9, "2024-02": 20, "2024-03": 11},
    "t-heat": {"2024-03": 7},
}
PRODUCTS = {"t-late": "定期便", "t-bill": "ルーター", "t-heat": "ルーター"}


def contacts() -> list[Call]:
    """Return the contacts of all months, each with a customer of its own."""
    found = [
        Call(
            f"{theme}-{month}-{number}",
            f"{month}-{number % 27 + 1:02}",
            theme,
            SAID[theme][number % 3],
            product=PRODUCTS[theme],
            segment="法人" if number % 3 == 0 else "個人",
        )
        for theme, months in COUNTS.items()
        for month, count in months.items()
        for number in range(count)
    ]
    quiet = [Call(f"odd-{number}", "2024-03-09", None, f"別の話{number}") for number in range(5)]
    silent = [Call(f"silent-{number}", "2024-03-12", None, None) for number in range(2)]
    return [*found, *quiet, *silent]


def full_home(folder: Path, *, is_wordy: bool = False, has_vectors: bool = False) -> Path:
    """Publish the home as the night of 2024-03-31; `is_wordy` gives names of sixty characters.

    With `has_vectors` a theme map can be drawn.
    """
    markers = [("2023-01-20", "辞書が変わりました")]
    themes = [replace(one, name=(f"{one.name}という話" * 10)[:60]) for one in THEMES]
    home = publish(folder, contacts(), themes if is_wordy else THEMES, markers=markers, more=MORE)
    if has_vectors:
        give_vectors(home, contacts())
    return home


MORE = """
insert into core.alert (
    alert_id, alert_kind, theme_id, facet, facet_value, raised_on, since_on, size, expected,
    probability, is_seasonal, count_customers, voice_ids, teams, run_id
)
values
    (
        'a-late', 'spike', 't-late', '', '', '2024-03-20', '2024-03-04', 26, 4.25, 0.0001, false,
        26, [], ['all'], 'r'
    ),
    (
        'a-old', 'spike', 't-bill', '', '', '2024-02-20', '2024-02-04', 18, 9.5, 0.001, false,
        18, [], ['all'], 'r'
    );
insert into core.alert_carrier values ('a-late', 'product', '定期便', 0.9);

insert into core.season_list_day (listed_on, count_entries, spread, run_id)
values ('2024-03-25', 1, 0.2, 'r'), ('2024-01-01', 1, 0.2, 'r');
insert into core.season_entry by name
select
    '2024-03-25'::date as listed_on, 't-bill' as theme_id, '2024-04-29'::date as onset_on,
    '2024-05-07'::date as peak_on, '2024-05-19'::date as end_on, '2024-04-12'::date as warn_by,
    24.6 as expected, 12.0 as low, 36.0 as high, 6.5 as usual, 3.7 as factor,
    2.5 as factor_low, 2 as count_years, 27 as count_year_before, 19 as count_two_years_before,
    8.0 as same_as_last_month, 'high' as sureness, 'ゴールデンウィーク明け' as season_label,
    '【お知らせ】4月29日ごろからのご請求について' as notice
union all by name
select
    '2024-01-01'::date as listed_on, 't-late' as theme_id, '2024-02-05'::date as onset_on,
    '2024-02-10'::date as peak_on, '2024-02-20'::date as end_on, '2024-01-22'::date as warn_by,
    5.0 as expected, 2.0 as low, 9.0 as high, 1.5 as usual, 3.0 as factor,
    2.0 as factor_low, 1 as count_years, 4 as count_year_before, null as count_two_years_before,
    2.0 as same_as_last_month, 'low' as sureness, '' as season_label, '' as notice;
insert into core.season_carrier values
    ('2024-03-25', 't-bill', '2024-04-29', 'segment', '個人', 0.7, 0.55);
insert into core.season_judged values
    ('2024-03-19', 'hit', 't-late', '2024-02-05', '2024-02-20', '2024-01-01', 4, 1.5, 1),
    ('2024-03-20', 'miss', 't-bill', '2024-02-06', '2024-02-21', null, 17, 4.0, 1);
insert into core.season_week values
    ('t-late', '2024-03-04', 2.5, 1.5, 4.0, 2, ['新生活'], true, '2024-03-25'),
    ('t-late', '2024-03-11', 2.2, 1.4, 3.5, 2, ['新生活'], true, '2024-03-25'),
    ('t-late', '2024-07-01', 2.2, 1.4, 3.5, 2, [], true, '2024-03-25');

insert into core.measure by name
select
    'M0001' as measure_id, 't-bill' as theme_id, 't-bill' as named_theme_id,
    '明細の書き方を変えた' as what, '経理' as owner, '2023-06-01'::date as from_on,
    -0.3 as expected_effect, '2023-05-20'::date as decided_on, '佐藤' as decided_by,
    null::date as closed_on, null as outcome, 'r' as run_id;
insert into core.measure_effect by name
select
    'M0001' as measure_id, '2024-03-31'::date as judged_on, 'helped' as verdict,
    'season_and_themes' as method, -0.42 as effect, -0.6 as effect_low, -0.1 as effect_high,
    40 as count_contacts_after, 69.3 as count_contacts_expected, 26.0 as weeks_after,
    12 as count_similar_themes, '2022-12-01'::date as compared_from,
    '2023-11-30'::date as compared_until, []::text[] as judged_with, 'r' as run_id;
insert into core.review_theme values ('2024-01-01', 't-bill', 1, 'r');

insert into core.theme_trust values
    ('t-late', '2024-03-24', 10, 0.9, 0.8, 0.5, 0.9, true, 'r'),
    ('t-bill', '2024-03-24', 10, 0.4, 0.3, 0.3, 0.4, false, 'r');
insert into core.lineage values
    ('rediscovery-20240324', 1, '2024-03-24', 'split', 't-heat', 't-bill', 7, 6, 0.86, true, 'r'),
    ('rediscovery-20240324', 2, '2024-03-24', 'split', 't-late', 't-bill', 7, 6, 0.86, false, 'r');
insert into core.rate_setting by name
select true as is_only, 3 as least_contacts, 100.0 as least_denominator;
insert into core.denominator (denominator_kind, month, product, segment, count_units, run_id)
select 'customers', month::date, '', '', 12000, 'r'
from unnest(generate_series(date '2022-03-01', date '2024-03-01', interval 1 month)) as m (month);

insert into core.voice_flag by name
select
    voice_id, 1 as flag_number, 'safety' as flag, 'burn' as category,
    'やけど・発熱' as category_name,
    if(voice_id like '%-0', 3, 2) as severity, 1 as turn_number, 0 as start_offset,
    2 as end_offset, '熱い' as masked
from core.voice
where voice_id like 't-heat-%';
insert into core.voice_flag by name
select
    voice_id, 2 as flag_number, 'legal' as flag, 'law' as category, '法的手段' as category_name,
    1 as severity, 1 as turn_number, 0 as start_offset, 2 as end_offset, '訴え' as masked
from core.voice
where voice_id = 't-heat-2024-03-1';
"""
