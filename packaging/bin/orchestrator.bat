@echo off
rem Starts the console (no arguments) or a command of the command line.
setlocal
set "HOME_DIR=%~dp0.."
if defined JAVA_HOME (set "JAVA=%JAVA_HOME%\bin\java.exe") else (set "JAVA=java.exe")
set "OPENS="
for %%p in (java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action sun.util.calendar) do call set "OPENS=%%OPENS%% --add-opens=java.base/%%p=ALL-UNNAMED"
if not defined ORCHESTRATOR_HEAP set "ORCHESTRATOR_HEAP=2g"
"%JAVA%" %OPENS% -Xmx%ORCHESTRATOR_HEAP% -Dfile.encoding=UTF-8 %ORCHESTRATOR_JAVA_OPTIONS% -cp "%HOME_DIR%\lib\*" io.joborchestrator.app.Main %*
exit /b %ERRORLEVEL%
