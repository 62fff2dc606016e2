/** One pipeline, two engines, one answer: the same specifications on both, compared exactly. */
package io.joborchestrator.engine.equality;
