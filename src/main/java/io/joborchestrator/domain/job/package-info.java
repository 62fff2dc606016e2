/**
 * What a job is: its words, its life cycle and the records other layers exchange about it. No I/O.
 */
@NullMarked
package io.joborchestrator.domain.job;

import org.jspecify.annotations.NullMarked;
