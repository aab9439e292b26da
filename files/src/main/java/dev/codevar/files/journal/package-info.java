/**
 * Long work in blocks that can be broken off at any moment and goes on where it was: a finished block's records, all equally long,
 * are in one raw file, its number and checksum in a journal; whatever the journal does not vouch for was never there.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.files.journal;
