"""The cases of thespian's own suite that cannot apply to our actor system, each with the reason.

`test_thespian_suite.py` fails when one of these passes or is gone, and when any other case fails.
"""

from __future__ import annotations

_SOURCES = "loads code at run time; ours comes with the release, and in no other way"
_THREADS = "asks from other threads; ours belongs to the one thread of its loop"
_SYSTEMS = "sends between two systems, each driven by a caller of its own; a node has one"

# Why, where (file, or file and class), and which.
_TABLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    (
        _SYSTEMS,
        "test_actorSystemRestart.py::TestFuncSystemRestart",
        ("testConnectToExistingActorSystem",),
    ),
    (
        _THREADS,
        "test_threadedExternal.py::TestFuncThreadedExternal",
        (
            "test_multiple_threads_private_context_ask[100]",
            "test_multiple_threads_private_context_ask[10]",
            "test_multiple_threads_private_context_ask[1]",
            "test_multiple_threads_private_context_ask[2]",
            "test_multiple_threads_private_context_ask[5]",
            "test_one_thread_private_context_ask",
        ),
    ),
    (
        _SOURCES,
        "test_troupe.py",
        (
            "testLoadableColony",
            "testLoadableHive",
        ),
    ),
    (
        _SOURCES,
        "test_sourceLoading.py::TestFuncLoadSource",
        (
            "test01_verifyFooActorNotAvailableByName",
            "test01_verifyloadSourceHandlesBadFilename",
            "test02_verifyAllAbsoluteImportPossibilities",
            "test02_verifyAllRelativeImportPossibilities",
            "test02_verifyDeepImportReferences",
            "test02_verifyHashSourceAvailablePostLoadFromMembers",
            "test02_verifyHashSourceNotInGlobalNamespace",
            "test02_verifyMainActorAvailableWhenLoaded",
            "test02_verifyNoSourceAuthorityIgnoresLoad",
            "test02_verifyNotificationAndMainActorCreateWhenLoaded",
            "test02_verifyNotificationKillDoesNotBreakNotify",
            "test02_verifyNotificationMultipleAndMainActorCreateWhenLoaded",
            "test02_verifyNotificationNotSentWithNoSourceAuthority",
            "test02_verifyNotificationOfLoadedOnRegistration",
            "test02_verifyNotificationOfMultipleKillOneDoesNotBreakNotify",
            "test02_verifyNotificationStopDoesNotNotify",
            "test02_verifySubActorAvailableWhenLoaded",
            "test02_verifySubModuleAvailableWhenLoaded",
            "test03_verifyFooActorNotAvailableWithoutCorrectHash",
            "test03_verifyFooActorNotAvailableWithoutModuleQualifiers",
            "test03_verifyFooActorNotAvailableWithoutModuleQualifiersOrHash",
            "test04_actorsCanLoadAndUnloadSource",
            "test04_circular_import_references",
            "test04_verifyMultipleSeparateModulesLoaded",
            "test04_verifyMultipleSeparateModulesRequireCorrectSourceHashOnCreate",
            "test04_verifyNotificationOfMultipleSeparateModulesLoaded",
            "test04_verifyNotificationOfMultipleSeparateModulesLoadedPreAndPostRegistration",
            "test04_verifyNotificationOfMultipleSeparateModulesUnLoaded",
            "test04_verifyReloadOfChangedModuleAllowsBothToExistSimultaneously",
            "test04_verifyReloadOfChangedModuleAndUnloadOfOriginal",
            "test05_verifyMultipleSeparateModulesCanUseOtherAfterFirstUnloaded",
            "test05_verifyUnloadOfHashedSourceDoesNotKillActiveActors",
            "test05_verifyUnloadOfHashedSourcePreventsActorCreation",
            "test06_sourceAuthorityCanRegister",
            "test07_multipleValidSourcesCanCommunicate",
            "test07_sourceAuthorityAcceptsMultipleValidSources",
            "test07_sourceAuthorityAcceptsValidSource",
            "test07_sourceAuthorityAcceptsValidSourceAfterBadSource",
            "test07_sourceAuthorityAcceptsValidSourceResultIsCorrupted",
            "test07_sourceAuthorityExceptions",
            "test07_sourceAuthorityRejectsInvalidSource",
        ),
    ),
)

NOT_APPLICABLE: dict[str, str] = {
    f"{where}::{case}": why for why, where, cases in _TABLE for case in cases
}
