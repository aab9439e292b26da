/** What people do with the archive: unpack it somewhere and run the command. */
@org.jspecify.annotations.NullMarked
package dev.codevar.dist;
