package dev.codevar.serve.fields;

/**
 * What fields of a request may take, however large its body may be.
 *
 * @param text characters of a text, a name or a number
 * @param jsonTokens of JSON: its braces, names and values
 * @param jsonDepth of objects and lists within each other
 * @param parts of a form
 * @param partHead bytes of a part's head
 */
public record FieldBounds(int text, int jsonTokens, int jsonDepth, int parts, int partHead) {}
