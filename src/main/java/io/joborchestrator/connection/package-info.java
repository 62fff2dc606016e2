/**
 * Databases that jobs may name: how they are reached, what is in them, and what their errors mean.
 */
@NullMarked
package io.joborchestrator.connection;

import org.jspecify.annotations.NullMarked;
