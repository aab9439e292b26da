/**
 * Long work in blocks that can be broken off at any moment and goes on where it was. A finished block's records, all equally long,
 * come in and go into one raw file ({@link Records}), its number and checksum into a {@link Journal}; whatever the journal does
 * not vouch for was never there.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.files.journal;
