/* SPDX-License-Identifier: ISC */
#ifndef PAGES_PLOT_H
#define PAGES_PLOT_H

#include <stdio.h>

struct arena;
struct slots;
struct ranking;

/*
 * A plot of bars over time, one on top of the other for the names that came
 * most often, the rest together: with a title, what its axes count, a legend,
 * words for who does not see it, and its numbers as a table to be unfolded.
 * The ranking is sorted.
 */
struct plot {
	const char *id; /* another one for each plot of a page */
	const char *title;
	const char *unit; /* what is counted: "requests" */
	const char *none; /* what is said where nothing was counted */
};

void plot_put(FILE *out, struct arena *arena, const struct plot *plot,
    const struct slots *slots, const struct ranking *ranking);

#endif
