@echo off
rem Starts Parley on a JDK of 21 or newer: the one in JAVA_HOME, else the java on the PATH, else one in the usual folders.
rem PARLEY_JAVA_OPTS holds further options for the JVM, separated by spaces.
setlocal enableextensions
set "jar="
for %%j in ("%~dp0..\lib\bootstrap-*.jar") do set "jar=%%~fj"
if not defined jar (
  echo parley: the lib folder is not complete: bootstrap-*.jar is missing. 1>&2
  exit /b 1
)

set "java_home="
if defined JAVA_HOME call :consider "%JAVA_HOME%"
if not defined java_home for %%p in (java.exe) do if not "%%~$PATH:p"=="" call :consider "%%~dp$PATH:p.."
if not defined java_home for /d %%d in ("%ProgramFiles%\Java\*" "%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Microsoft\jdk-*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*") do call :consider "%%~d"
if not defined java_home (
  echo parley: no JDK of 21 or newer found. Install one, or name its folder in JAVA_HOME. 1>&2
  exit /b 1
)

"%java_home%\bin\java.exe" %PARLEY_JAVA_OPTS% -jar "%jar%" %*
exit /b %ERRORLEVEL%

rem Takes a folder as java_home if the release file in it tells of a JDK that is new enough.
:consider
if not exist "%~1\bin\java.exe" exit /b 0
if not exist "%~1\release" exit /b 0
for /f "usebackq tokens=2 delims==" %%v in (`findstr /b "JAVA_VERSION=" "%~1\release"`) do for /f "delims=." %%m in ("%%~v") do if %%m geq 21 set "java_home=%~f1"
exit /b 0
