/**
 * What is to be learned from data, as documents: features, algorithms with their parameters, and
 * the checks of both against the columns of an input. Knows no engine.
 */
@NullMarked
package io.joborchestrator.learning;

import org.jspecify.annotations.NullMarked;
