/** Finding records of one thing: the stages that no single query can do, the same on any engine. */
@org.jspecify.annotations.NullMarked
package io.joborchestrator.engine.match;
