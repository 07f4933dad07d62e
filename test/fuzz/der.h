/* SPDX-License-Identifier: ISC */
#ifndef TEST_FUZZ_DER_H
#define TEST_FUZZ_DER_H

/* Changes DER as a tree: one value is changed, left out, doubled or moved, and
 * the lengths around it stay right.  Bytes that are changed anywhere break a
 * length nearly every time, and then no parser looks further. */

#include "test/fuzz/fuzz.h"

size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t most);
size_t LLVMFuzzerCustomMutator(
    uint8_t *data, size_t size, size_t most, unsigned seed);

enum { DER_NODES = 400, DER_DEPTH = 12 };

struct der_node {
	size_t at, head,
	    length; /* of the tag; of tag and length; of the rest */
	int above;  /* -1: nothing */
};

struct der_tree {
	struct der_node nodes[DER_NODES];
	int count;
};

/* False: no value with a length of up to 65535 begins there. */
static inline bool
der_head(const uint8_t *data, size_t size, struct der_node *out)
{
	size_t bytes;

	if (size < 2 || (data[0] & 0x1f) == 0x1f)
		return false;
	bytes = data[1] < 0x80 ? 0 : data[1] & 0x7fU;
	if (data[1] == 0x80 || bytes > 2 || size < 2 + bytes)
		return false;
	out->head = 2 + bytes;
	out->length = bytes == 0   ? data[1]
		      : bytes == 1 ? data[2]
				   : (size_t)data[2] << 8 | data[3];
	return out->length <= size - out->head;
}

/* Whether a run of bytes is values and nothing else. */
static inline bool
der_is_all(const uint8_t *data, size_t size)
{
	struct der_node one;

	if (size == 0)
		return false;
	for (; size > 0;
	     data += one.head + one.length, size -= one.head + one.length)
		if (!der_head(data, size, &one))
			return false;
	return true;
}

/* What is inside of a constructed value is read, and what is inside of an
 * OCTET STRING that holds such, as extensions do. */
static inline void
der_read(struct der_tree *tree, const uint8_t *data, size_t at, size_t end,
    int above, int depth)
{
	while (at < end && tree->count < DER_NODES) {
		struct der_node one = {.at = at, .above = above};
		const int own = tree->count;
		const uint8_t *inside;

		if (!der_head(data + at, end - at, &one))
			return;
		tree->nodes[tree->count++] = one;
		inside = data + at + one.head;
		if (depth < DER_DEPTH &&
		    ((data[at] & 0x20) != 0 ||
			(data[at] == 4 && der_is_all(inside, one.length))))
			der_read(tree, data, at + one.head,
			    at + one.head + one.length, own, depth + 1);
		at += one.head + one.length;
	}
}

static inline size_t
der_put_head(uint8_t *out, uint8_t tag, size_t length)
{
	size_t n = 0;

	out[n++] = tag;
	if (length >= 256) {
		out[n++] = 0x82;
		out[n++] = (uint8_t)(length >> 8);
	} else if (length >= 128)
		out[n++] = 0x81;
	out[n++] = (uint8_t)length;
	return n;
}

/* A text under change. */
struct der_edit {
	uint8_t *data;
	size_t size, most;
};

/* Puts other bytes in the place of some.  False: they do not fit. */
static inline bool
der_splice(struct der_edit *edit, size_t at, size_t old, const uint8_t *with,
    size_t length)
{
	if (edit->size - old + length > edit->most ||
	    edit->size - old + length > 65000)
		return false;
	memmove(edit->data + at + length, edit->data + at + old,
	    edit->size - at - old);
	if (length > 0)
		memcpy(edit->data + at, with, length);
	edit->size = edit->size - old + length;
	return true;
}

/* Makes the lengths above a place right, after `more` bytes came in there. */
static inline void
der_mend(struct der_edit *edit, const struct der_tree *tree, int above,
    ptrdiff_t more)
{
	for (; above >= 0; above = tree->nodes[above].above) {
		const struct der_node *node = &tree->nodes[above];
		const size_t length = (size_t)((ptrdiff_t)node->length + more);
		uint8_t head[4];
		const size_t n =
		    der_put_head(head, edit->data[node->at], length);

		if (!der_splice(edit, node->at, node->head, head, n))
			return;
		more += (ptrdiff_t)n - (ptrdiff_t)node->head;
	}
}

/* What is worth to be put in anywhere: NULL, TRUE, numbers, times before and
 * after everything, empty things, and what the harness adds. */
static inline const char *
der_word(unsigned seed, size_t *length)
{
	static const char *const words[] = {"\5\0", "\1\1\377", "\1\1\0",
	    "\2\1\0", "\2\1\177", "\2\1\200",
	    "\2\10\177\377\377\377\377\377\377\377",
	    "\30\017"
	    "20500101000000Z",
	    "\30\017"
	    "19700101000000Z",
	    "\27\015"
	    "250615120000Z",
	    "\27\015"
	    "490101000000Z",
	    "\60\0", "\61\0", "\4\0", "\14\0", "\14\2\303\251", "\14\1\1",
	    "\26\1a", "\12\1\6", "\12\1\10", "\3\2\0\376", "\3\2\1\6", "\240\0",
	    "\241\0", "\242\0", "\201\1\377", "\202\1\377", "\203\2\6\100",
	    "\204\1\377", "\6\3\125\35\24", "\6\3\125\35\25", "\6\3\125\35\33",
	    "\6\3\125\35\34", "\6\3\125\35\35", "\6\3\125\35\43",
	    "\6\5\53\6\1\5\5", "\6\3\125\4\3", "\6\3\125\4\141",
	    "\6\6\4\0\216\106\1\1", "\6\6\4\0\216\106\1\6",
	    "\6\7\4\0\216\106\1\6\3", "\6\7\4\0\216\106\1\6\2",
	    "\6\6\4\0\201\230\47\2", "\6\7\4\0\201\230\47\1\1",
	    "\6\7\4\0\201\230\47\1\63", "\14\6PSP_AS", "\14\6VOP_RS"};
	const char *word = words[seed % (sizeof(words) / sizeof(words[0]))];

	*length = 2 + (size_t)(unsigned char)word[1];
	return word;
}

/* Changes the bytes inside of a value. */
static inline void
der_inside(struct der_edit *edit, const struct der_tree *tree, int at)
{
	const struct der_node *node = &tree->nodes[at];
	uint8_t inside[4096];
	size_t length;

	if (node->length > sizeof(inside) / 2)
		return;
	memcpy(inside, edit->data + node->at + node->head, node->length);
	length = LLVMFuzzerMutate(inside, node->length, node->length + 64);
	if (der_splice(
		edit, node->at + node->head, node->length, inside, length))
		der_mend(edit, tree, at,
		    (ptrdiff_t)length - (ptrdiff_t)node->length);
}

/* Puts other bytes in the place of `old` of a value's. */
static inline void
der_replace(struct der_edit *edit, const struct der_tree *tree, int at,
    size_t old, const uint8_t *with, size_t length)
{
	const struct der_node *node = &tree->nodes[at];

	if (der_splice(edit, node->at, old, with, length))
		der_mend(edit, tree, node->above,
		    (ptrdiff_t)length - (ptrdiff_t)old);
}

/* One change of the value at this place, with `from` beside it. */
static inline void
der_change(struct der_edit *edit, const struct der_tree *tree, int at, int from,
    unsigned how)
{
	const struct der_node *node = &tree->nodes[at];
	const struct der_node *other = &tree->nodes[from];
	const size_t whole = node->head + node->length;
	uint8_t copy[4096];
	size_t length = other->head + other->length;
	const char *word;

	if (length > sizeof(copy))
		length = 0;
	memcpy(copy, edit->data + other->at, length);
	switch (how % 8) {
	case 0:
		der_replace(edit, tree, at, whole, NULL, 0);
		break;
	case 1:
		der_replace(edit, tree, at, whole, copy, length);
		break;
	case 2: /* before it */
		der_replace(edit, tree, at, 0, copy, length);
		break;
	case 3:
		word = der_word(how >> 4, &length);
		der_replace(edit, tree, at, how & 8 ? 0 : whole,
		    (const uint8_t *)word, length);
		break;
	case 4:
		edit->data[node->at] ^= (uint8_t)(1U << ((how >> 4) % 8));
		break;
	default:
		der_inside(edit, tree, at);
	}
}

/* `kept` bytes before the DER are changed by nobody but libFuzzer. */
static inline size_t
der_mutate(uint8_t *data, size_t size, size_t most, unsigned seed, size_t kept)
{
	static struct der_tree tree;
	struct der_edit edit = {data + kept, size - kept, most - kept};

	tree.count = 0;
	if (size > kept && seed % 8 != 0)
		der_read(&tree, edit.data, 0, edit.size, -1, 0);
	if (tree.count == 0)
		return LLVMFuzzerMutate(data, size, most);
	seed = seed / 8 * 2654435761U;
	der_change(&edit, &tree, (int)((seed >> 20) % (unsigned)tree.count),
	    (int)((seed >> 9) % (unsigned)tree.count), seed & 0x1ff);
	return kept + edit.size;
}

#endif
