// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QStringList>

#include <functional>
#include <vector>

namespace ccad::test {

/// What goes wrong at one call that changes the disk.
enum class DiskFault
{
    None,
    Full, ///< from that call on there is no room: ENOSPC, the first write is done by half
    ErrsOnce, ///< that call alone fails: EIO
    Broken, ///< that call and all later ones fail: EIO
    Kill, ///< the program is killed there, a write by half done
};

/// A folder and how its disk behaves. It works in programs that link failing_disk.cpp, whose
/// functions come before the C library's.
struct FailingDisk
{
    QString folder; ///< calls on what lies below it count; a canonical path
    DiskFault fault = DiskFault::None;
    int at = 0; ///< number of the call at which it happens, from 1
    bool countsReads = false; ///< reads are what counts and fails, instead of changes
    bool isOnNetwork = false; ///< the disk says that it is NFS
    bool lacksExchange = false; ///< names cannot be exchanged, as on NFS
};

/// What came of some work on a disk.
struct DiskRun
{
    enum class End
    {
        Done,
        Failed, ///< the work returned an error
        Killed, ///< by DiskFault::Kill
        Crashed,
    };
    End end = End::Crashed;
    int steps = 0; ///< how many steps the work called safe
    std::vector<int> callsAtStep; ///< how many calls there were when each of them was
    QStringList calls; ///< that counted, in their order: "rename day.csv.Xk3 day.csv"
    QString message; ///< of the error
};

/// Work in steps: it calls `stepIsSafe` whenever what it did so far has to outlive anything.
using StepIsSafe = std::function<void()>;
using DiskWork = std::function<Result<void>(const StepIsSafe& stepIsSafe)>;

/// Does the work in a child process that has such a disk. No SQLite file may be open in this one.
[[nodiscard]] DiskRun runOnDisk(const FailingDisk& disk, const DiskWork& work);

/// Work that is to be old or new after every fault, never neither.
struct FaultTrial
{
    std::function<void(const QString& folder)> prepare; ///< makes the old state in a new folder
    std::function<Result<void>(const QString& folder, const StepIsSafe&)> work;
    /// Reads back what is there: how many steps took place. An error is "neither".
    std::function<Result<int>(const QString& folder)> stepsIn;
    /// What a user would do next, on a disk that is well again; it has to succeed. May be empty.
    std::function<Result<void>(const QString& folder)> goOn = {};
    FailingDisk disk = {}; ///< but for folder, fault and at
    QString failingPart = {}; ///< the folder in the new one that fails; empty: all of it
    std::vector<DiskFault> faults
        = {DiskFault::Kill, DiskFault::Full, DiskFault::ErrsOnce, DiskFault::Broken};
};

struct TrialReport
{
    QString complaint; ///< on the first fault that left neither old nor new; empty: none did
    int calls = 0; ///< of the work when nothing fails
    int struck = 0; ///< runs in which the fault came to pass
    int keptOld = 0; ///< of these: runs that left the first state
    int reachedNew = 0; ///< of these: runs that left the last state
};

/// Lets each fault happen at the first call, the second and so on to the last, each time in a new
/// folder. What a work called safe has to be there; beyond it at most the step at which it ended.
/// Only names without spaces and line ends may be used.
[[nodiscard]] TrialReport tryFaults(const FaultTrial& trial);

/// The first file that was given its name before its bytes were safe on the disk, or whose name
/// was not made safe itself, in the calls of one run; empty: there is none.
[[nodiscard]] QString notSafe(const QStringList& calls);

} // namespace ccad::test
