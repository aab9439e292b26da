/**
 * The ways in which the library says no: {@link InvalidInputException} where what was asked is not legal, {@link CodeVarException}
 * where what was legal could not be done, and of those {@link BrokenFileException} where a file is not what it should be,
 * {@link QueueFullException} and {@link DeadlineException} where it was too much or too late. After the end there is an {@link
 * EngineClosedException}. What
 * went wrong comes in, perhaps in words that a hostile file chose, or on another thread ({@link TaskFailure}); a message of one
 * line goes out, fit to be shown to a user as it is.
 */
@org.jspecify.annotations.NullMarked
package dev.codevar.fault;
