@NullMarked
package io.joborchestrator.console.jobs.detail;

import org.jspecify.annotations.NullMarked;
