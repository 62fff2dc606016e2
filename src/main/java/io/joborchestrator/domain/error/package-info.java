/**
 * Errors as data: a code, a type that decides what follows, and the exception that carries them.
 */
@NullMarked
package io.joborchestrator.domain.error;

import org.jspecify.annotations.NullMarked;
