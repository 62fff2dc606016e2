/**
 * The Jobs page: state tabs, filter bar, the live list of jobs and the panel that slides over it.
 */
@NullMarked
package io.joborchestrator.console.jobs;

import org.jspecify.annotations.NullMarked;
