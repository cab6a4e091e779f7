# The build's few words: muster_module, muster_program, muster_test. Everything else is plain CMake.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

option(MUSTER_TESTS "Build the tests" ON)
option(MUSTER_BENCH "Build the benchmarks" OFF)
option(MUSTER_TEST_HOOKS "Compile the test clock and crash points into the program" OFF)
option(MUSTER_FUZZ "Build the fuzz targets with libFuzzer" OFF)

option(MUSTER_PCH "Parse what all files include once, for all of them" OFF)
# What takes long is not our code but what it includes. Names in unnamed namespaces of one module must differ then, but in
# those that are set apart with UNITY_BUILD OFF or SEPARATE.
option(MUSTER_UNITY "Compile eight files of a module as one" OFF)
set(CMAKE_UNITY_BUILD ${MUSTER_UNITY})

find_program(CCACHE ccache)
if(CCACHE)
  # The two it asks for where headers are precompiled (ccache's manual, "Precompiled headers").
  set(CMAKE_CXX_COMPILER_LAUNCHER /usr/bin/env CCACHE_SLOPPINESS=pch_defines,time_macros "${CCACHE}")
endif()

add_library(muster_options INTERFACE)
target_include_directories(muster_options INTERFACE "${CMAKE_SOURCE_DIR}")
target_compile_definitions(muster_options INTERFACE
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED
  MUSTER_VERSION="${PROJECT_VERSION}" $<$<BOOL:${MUSTER_TEST_HOOKS}>:MUSTER_TEST_HOOKS>)
target_compile_options(muster_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Woverloaded-virtual -Wold-style-cast
  -Wextra-semi -Wswitch-enum -Wunreachable-code -Werror -pthread)
target_link_libraries(muster_options INTERFACE Threads::Threads)
# Templates make many functions alike: what is alike and whose address nobody takes is kept once. Packed relocations want
# glibc 2.36, which is Debian 12's.
target_link_options(muster_options INTERFACE -fuse-ld=lld
  $<$<CONFIG:Release>:-Wl,--icf=safe,-z,pack-relative-relocs>)

# muster_embed(target name root files...): the files become read-only bytes of the program, read with
# muster::embedded_<name>() (bot/base/embedded.hpp). Paths are relative to root.
function(muster_embed target name root)
  set(out "${CMAKE_BINARY_DIR}/embedded_${name}.cpp")
  list(TRANSFORM ARGN PREPEND "${root}/" OUTPUT_VARIABLE paths)
  add_custom_command(OUTPUT "${out}"
    COMMAND "${CMAKE_COMMAND}" -DNAME=${name} "-DROOT=${root}" "-DFILES=${ARGN}" "-DOUT=${out}"
            -P "${CMAKE_SOURCE_DIR}/cmake/embed.cmake"
    DEPENDS ${paths} "${CMAKE_SOURCE_DIR}/cmake/embed.cmake" VERBATIM)
  target_sources(${target} PRIVATE "${out}")
endfunction()

# muster_embed_folder(target folder): every file below a source folder.
function(muster_embed_folder target folder)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS RELATIVE "${CMAKE_SOURCE_DIR}/${folder}" "${CMAKE_SOURCE_DIR}/${folder}/*")
  muster_embed(${target} ${folder} "${CMAKE_SOURCE_DIR}/${folder}" ${files})
endfunction()

# muster_embed_web(target): bundles web/ with Debian's esbuild (React comes from Debian too, no npm) and embeds the result.
function(muster_embed_web target)
  find_program(ESBUILD esbuild REQUIRED)
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/web/src/*" "${CMAKE_SOURCE_DIR}/web/index.html")
  set(dist "${CMAKE_BINARY_DIR}/web")
  add_custom_command(OUTPUT "${dist}/index.html" "${dist}/app.js" "${dist}/app.css"
    COMMAND "${CMAKE_COMMAND}" -E env NODE_PATH=/usr/share/nodejs
            "${ESBUILD}" "${CMAKE_SOURCE_DIR}/web/src/main.tsx" --bundle --minify --jsx=automatic --target=es2020
            --log-level=warning "--define:process.env.NODE_ENV=\"production\"" "--outfile=${dist}/app.js"
    COMMAND "${CMAKE_COMMAND}" -E copy "${CMAKE_SOURCE_DIR}/web/index.html" "${dist}/index.html"
    DEPENDS ${sources} VERBATIM)
  muster_embed(${target} web "${dist}" index.html app.js app.css)
endfunction()

# muster_module(name [DIR folder] [DEPENDS modules] [LINK libraries]): a static library of folder/*.cpp, by default
# bot/<name>. Third-party libraries are linked PRIVATE: their headers stay out of the modules above.
function(muster_module name)
  cmake_parse_arguments(ARG "" "DIR" "DEPENDS;LINK" ${ARGN})
  if(NOT ARG_DIR)
    set(ARG_DIR "bot/${name}")
  endif()
  file(GLOB sources CONFIGURE_DEPENDS "${CMAKE_SOURCE_DIR}/${ARG_DIR}/*.cpp")
  if(NOT sources)
    file(WRITE "${CMAKE_BINARY_DIR}/empty_${name}.cpp" "")
    set(sources "${CMAKE_BINARY_DIR}/empty_${name}.cpp")
  endif()
  add_library(${name} STATIC ${sources})
  target_link_libraries(${name} PUBLIC muster_options ${ARG_DEPENDS} PRIVATE ${ARG_LINK})
endfunction()

# Messages, dialogs and options are written down with the fields that matter.
add_library(muster_brief INTERFACE)
target_compile_options(muster_brief INTERFACE -Wno-missing-field-initializers -Wno-missing-designated-field-initializers)

# muster_test(name SOURCES files LABELS labels [DEPENDS modules] [LINK libraries] [SEPARATE] [BRIEF]): one GoogleTest program, one
# CTest entry. SEPARATE: its files use the same names each for itself. BRIEF: it leaves fields out.
function(muster_test name)
  cmake_parse_arguments(ARG "SEPARATE;BRIEF" "TIMEOUT" "SOURCES;LABELS;DEPENDS;LINK" ${ARGN})
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_executable(${name} ${ARG_SOURCES})
  if(ARG_SEPARATE)
    set_target_properties(${name} PROPERTIES UNITY_BUILD OFF)
  endif()
  target_link_libraries(${name} PRIVATE ${ARG_DEPENDS} ${ARG_LINK} GTest::gmock GTest::gtest_main)
  if(ARG_BRIEF)
    target_link_libraries(${name} PRIVATE muster_brief)  # last: it takes back what muster_options asks for
  endif()
  target_compile_definitions(${name} PRIVATE MUSTER_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
  add_test(NAME ${name} COMMAND ${name} WORKING_DIRECTORY "${CMAKE_SOURCE_DIR}")
  set_tests_properties(${name} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
  if(ARG_LABELS MATCHES "unit|property|golden")  # they compute and wait for nobody
    set_tests_properties(${name} PROPERTIES PROCESSORS 2)
  endif()
endfunction()

# muster_busy(targets...): libraries that tests spend their time in are compiled with MUSTER_BUSY_OPTIONS, too.
set(MUSTER_BUSY_OPTIONS "" CACHE STRING "More compiler options for the libraries that compute most")
function(muster_busy)
  if(MUSTER_BUSY_OPTIONS)
    set_property(TARGET ${ARGN} PROPERTY MUSTER_IS_BUSY ON)
    set_property(TARGET ${ARGN} APPEND PROPERTY COMPILE_OPTIONS ${MUSTER_BUSY_OPTIONS})
  endif()
endfunction()

# muster_busy_files(files...): the same for some files of a library. Other options, so no precompiled headers.
function(muster_busy_files)
  if(MUSTER_BUSY_OPTIONS)
    set_source_files_properties(${ARGN} PROPERTIES COMPILE_OPTIONS "${MUSTER_BUSY_OPTIONS}" SKIP_PRECOMPILE_HEADERS ON
      SKIP_UNITY_BUILD_INCLUSION ON)
  endif()
endfunction()

# muster_precompile(): gives every target defined so far its precompiled headers. Several sets, since clang refuses one that
# was made with other options: for libraries (-fPIC), for busy ones, for programs (-fPIE), and with GoogleTest for its programs.
function(muster_precompile)
  if(NOT MUSTER_PCH)
    return()
  endif()
  file(WRITE "${CMAKE_BINARY_DIR}/precompiled.cpp" "")
  muster_precompiled(library)
  if(MUSTER_BUSY_OPTIONS)
    muster_precompiled(busy)
    target_compile_options(precompiled_busy PRIVATE ${MUSTER_BUSY_OPTIONS})
  endif()
  muster_precompiled(program)
  if(MUSTER_TESTS)
    find_package(GTest REQUIRED)
    muster_precompiled(test)
    target_link_libraries(precompiled_test PRIVATE GTest::gmock)
    target_precompile_headers(precompiled_test PRIVATE <gmock/gmock.h> <gtest/gtest.h>)
  endif()
  muster_precompile_folder("${CMAKE_SOURCE_DIR}")
endfunction()

function(muster_precompiled kind)
  set(target precompiled_${kind})
  add_library(${target} OBJECT "${CMAKE_BINARY_DIR}/precompiled.cpp")
  target_link_libraries(${target} PRIVATE muster_options)
  target_compile_options(${target} PRIVATE -Xclang -fno-pch-timestamp)
  target_precompile_headers(${target} PRIVATE "${CMAKE_SOURCE_DIR}/cmake/precompiled.hpp")
  if(NOT kind MATCHES "library|busy")
    set_target_properties(${target} PROPERTIES POSITION_INDEPENDENT_CODE OFF)
    target_compile_options(${target} PRIVATE -fPIE)
  endif()
endfunction()

function(muster_precompile_folder folder)
  get_property(targets DIRECTORY "${folder}" PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target IN LISTS targets)
    get_target_property(type ${target} TYPE)
    get_target_property(links ${target} LINK_LIBRARIES)
    get_property(is_busy TARGET ${target} PROPERTY MUSTER_IS_BUSY)
    if(target MATCHES "^precompiled_" OR NOT type MATCHES "EXECUTABLE|STATIC_LIBRARY")
      continue()
    elseif(is_busy)
      set(kind busy)
    elseif(type STREQUAL "STATIC_LIBRARY")
      set(kind library)
    elseif(links MATCHES "GTest::")
      set(kind test)
    else()
      set(kind program)
    endif()
    target_compile_options(${target} PRIVATE -Xclang -fno-pch-timestamp)
    target_precompile_headers(${target} REUSE_FROM precompiled_${kind})
  endforeach()
  get_property(folders DIRECTORY "${folder}" PROPERTY SUBDIRECTORIES)
  foreach(below IN LISTS folders)
    muster_precompile_folder("${below}")
  endforeach()
endfunction()
