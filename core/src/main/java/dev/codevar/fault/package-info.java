/** The two ways in which the library says no: what was asked is not legal, or what was legal could not be done. */
@org.jspecify.annotations.NullMarked
package dev.codevar.fault;
