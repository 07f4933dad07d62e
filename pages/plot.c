/* SPDX-License-Identifier: ISC */
/* Draws bars over time as SVG, and says the same in words and numbers. */
#include "pages/plot.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kit/arena.h"
#include "pages/html.h"
#include "pages/slots.h"
#include "pages/table.h"
#include "pages/ranking.h"

/* Of the drawing, in units of its own. */
#define WIDTH 880.0
#define HEIGHT 260.0
#define LEFT 52.0
#define RIGHT 12.0
#define TOP 26.0
#define BOTTOM 30.0

enum { SERIES = 7, NAMED = SERIES - 1 }; /* style.c has as many colours */

struct drawing {
	FILE *out;
	struct arena *arena;
	const struct plot *plot;
	const struct slots *slots;
	size_t series;
	const char *names[SERIES];
	int64_t totals[SERIES];
	int64_t counts[SERIES][RANKING_SLOTS];
	int64_t all, highest, step, top; /* of a bar, of the axis */
};

static void
add(struct drawing *d, size_t series, const struct ranked *name)
{
	d->totals[series] += name->total;
	for (size_t i = 0; i < d->slots->count; i++)
		d->counts[series][i] += name->counts[i];
}

static void
take(struct drawing *d, const struct ranking *ranking)
{
	const size_t rest = ranking->count > NAMED ? ranking->count - NAMED : 0;

	for (size_t i = 0; i < ranking->count; i++) {
		const size_t series = i < NAMED ? i : NAMED;

		if (i < NAMED)
			d->names[series] = ranking->names[i]->name;
		add(d, series, ranking->names[i]);
	}
	d->series = ranking->count < NAMED ? ranking->count : NAMED;
	if (rest > 0 || ranking->others.total > 0) {
		d->series = SERIES;
		add(d, NAMED, &ranking->others);
		d->names[NAMED] = arena_printf(d->arena, "%zu%s others", rest,
		    ranking->others.total > 0 ? " and more" : "");
	}
	for (size_t s = 0; s < d->series; s++)
		d->all += d->totals[s];
}

static int64_t
height_of(const struct drawing *d, size_t slot)
{
	int64_t sum = 0;

	for (size_t s = 0; s < d->series; s++)
		sum += d->counts[s][slot];
	return sum;
}

/* The axis has four or five steps of 1, 2 or 5 times a power of ten. */
static void
scale(struct drawing *d)
{
	static const int64_t factors[] = {2, 5, 10};
	int64_t power = 1;
	size_t factor = 0;

	for (size_t i = 0; i < d->slots->count; i++)
		if (height_of(d, i) > d->highest)
			d->highest = height_of(d, i);
	d->step = 1;
	while (d->step * 5 < d->highest) {
		d->step = power * factors[factor];
		if (++factor == 3) {
			factor = 0;
			power *= 10;
		}
	}
	d->top = (d->highest + d->step - 1) / d->step * d->step;
}

static double
at_height(const struct drawing *d, int64_t value)
{
	return HEIGHT - BOTTOM -
	       (HEIGHT - TOP - BOTTOM) * (double)value / (double)d->top;
}

static void
draw_axes(const struct drawing *d)
{
	for (int64_t value = 0; value <= d->top; value += d->step) {
		const double y = at_height(d, value);

		html(d->out,
		    "<line class=\"%s\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" "
		    "y2=\"%.1f\"/><text x=\"%.1f\" y=\"%.1f\" "
		    "text-anchor=\"end\">",
		    value == 0 ? "axis" : "grid", LEFT, WIDTH - RIGHT, y, y,
		    LEFT - 8, y + 4);
		html_number(d->out, value);
		html(d->out, "</text>\n");
	}
	html(d->out, "<text x=\"%.1f\" y=\"12\">%s each %s</text>\n", 0.0,
	    d->plot->unit, d->slots->each);
}

/* The names of the slots, as many as have room. */
static void
draw_dates(const struct drawing *d, double width)
{
	const size_t every = (size_t)(100 / width) + 1;

	for (size_t i = 0; i < d->slots->count; i += every) {
		const double x = LEFT + width * ((double)i + 0.5);
		const bool last = x > WIDTH - RIGHT - 32;

		html(d->out,
		    "<text x=\"%.1f\" y=\"%.1f\" "
		    "text-anchor=\"%s\">%s</text>\n",
		    last ? WIDTH - RIGHT : x, HEIGHT - BOTTOM + 18,
		    last ? "end" : "middle", slots_name(d->arena, d->slots, i));
	}
}

static void
draw_bar(const struct drawing *d, size_t slot, double width)
{
	const double gap = width > 4 ? width * 0.18 : 0.4;
	int64_t below = 0;

	if (height_of(d, slot) == 0)
		return;
	html(d->out, "<g><title>%s: %lld %s",
	    slots_name(d->arena, d->slots, slot), (long long)height_of(d, slot),
	    d->plot->unit);
	for (size_t s = 0; s < d->series; s++)
		if (d->counts[s][slot] > 0)
			html(d->out, "\n%s %lld", d->names[s],
			    (long long)d->counts[s][slot]);
	html(d->out, "</title>");
	for (size_t s = 0; s < d->series; s++) {
		const int64_t count = d->counts[s][slot];

		if (count > 0)
			html(d->out,
			    "<rect class=\"s%lld\" x=\"%.1f\" y=\"%.1f\" "
			    "width=\"%.1f\" height=\"%.1f\"/>",
			    (long long)s, LEFT + width * (double)slot + gap / 2,
			    at_height(d, below + count), width - gap,
			    at_height(d, below) - at_height(d, below + count));
		below += count;
	}
	html(d->out, "</g>\n");
}

static void
draw(const struct drawing *d)
{
	const double width = (WIDTH - LEFT - RIGHT) / (double)d->slots->count;

	html(d->out,
	    "<div class=\"plot\" role=\"region\" tabindex=\"0\" "
	    "aria-label=\"%s\"><svg viewBox=\"0 0 880 260\" role=\"img\" "
	    "aria-labelledby=\"%s-t %s-d\">\n"
	    "<title id=\"%s-t\">%s</title>\n"
	    "<desc id=\"%s-d\">Bars, one each %s from %s to %s. In all %lld "
	    "%s, %lld at most in one bar; most of them: %s, %lld. The table "
	    "of the numbers is below.</desc>\n",
	    d->plot->title, d->plot->id, d->plot->id, d->plot->id,
	    d->plot->title, d->plot->id, d->slots->each,
	    slots_name(d->arena, d->slots, 0),
	    slots_name(d->arena, d->slots, d->slots->count - 1),
	    (long long)d->all, d->plot->unit, (long long)d->highest,
	    d->names[0], (long long)d->totals[0]);
	draw_axes(d);
	draw_dates(d, width);
	for (size_t i = 0; i < d->slots->count; i++)
		draw_bar(d, i, width);
	html(d->out, "</svg></div>\n");
}

static void
put_legend(const struct drawing *d)
{
	html(d->out, "<ul class=\"legend\">\n");
	for (size_t s = 0; s < d->series; s++)
		html(d->out,
		    "<li><svg viewBox=\"0 0 10 10\" aria-hidden=\"true\">"
		    "<rect class=\"s%lld\" width=\"10\" height=\"10\"/></svg>"
		    "<bdi>%s</bdi> (%lld)</li>\n",
		    (long long)s, d->names[s], (long long)d->totals[s]);
	html(d->out, "</ul>\n");
}

static void
put_numbers(const struct drawing *d)
{
	struct column columns[SERIES + 2] = {{"Begin", false}};

	for (size_t s = 0; s < d->series; s++)
		columns[s + 1] = (struct column){d->names[s], true};
	html(d->out, "<details><summary>The numbers of this plot</summary>\n");
	table_begin(d->out,
	    arena_printf(d->arena, "%s: %s each %s", d->plot->title,
		d->plot->unit, d->slots->each),
	    columns);
	for (size_t i = 0; i < d->slots->count; i++) {
		html(d->out, "<tr><th scope=\"row\" class=\"nowrap\">%s</th>",
		    slots_name(d->arena, d->slots, i));
		for (size_t s = 0; s < d->series; s++)
			html(d->out, "<td class=\"num\">%lld</td>",
			    (long long)d->counts[s][i]);
		html(d->out, "</tr>\n");
	}
	table_end(d->out);
	html(d->out, "</details>\n");
}

void
plot_put(FILE *out, struct arena *arena, const struct plot *plot,
    const struct slots *slots, const struct ranking *ranking)
{
	struct drawing *d = arena_alloc(arena, sizeof(*d));

	*d = (struct drawing){
	    .out = out, .arena = arena, .plot = plot, .slots = slots};
	take(d, ranking);
	if (d->all == 0) {
		html(out, "<p class=\"note\">%s</p>\n", plot->none);
		return;
	}
	scale(d);
	html(out, "<figure>\n<figcaption>%s</figcaption>\n", plot->title);
	draw(d);
	put_legend(d);
	put_numbers(d);
	html(out, "</figure>\n");
}
