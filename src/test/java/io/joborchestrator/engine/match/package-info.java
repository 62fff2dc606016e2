/** Tests of matching records. */
@org.jspecify.annotations.NullMarked
package io.joborchestrator.engine.match;
