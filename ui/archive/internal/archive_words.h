// SPDX-License-Identifier: GPL-3.0-or-later
// What the Archive place says, in sentences.
#pragma once

#include "core/nodes/exchange.h"
#include "core/nodes/node.h"
#include "core/nodes/query.h"

#include <QString>
#include <QStringList>

namespace ccad {

struct ArchiveStep;
struct Retrieved;

/// "ORTHANC at 127.0.0.1:4242, DICOM with TLS".
[[nodiscard]] QString nodeText(const Node& node);

/// What failed, and what to do about it: two sentences.
[[nodiscard]] QString failureText(const Error& error, const Node& node);

/// What came of testing a node.
[[nodiscard]] QString echoText(const Node& node, const Result<void>& answer);

/// How many studies there are, and whether there are more.
[[nodiscard]] QString foundText(const QueryAnswer& answer);

[[nodiscard]] QString retrievingText(const ArchiveStep& step, const QString& node);
/// What came and what did not; no patient text.
[[nodiscard]] QString retrievedText(const Retrieved& retrieved, const QString& node);

[[nodiscard]] QString sendingText(const ArchiveStep& step);
/// How many files were taken.
[[nodiscard]] QString sentText(const std::vector<SentFile>& sent);
[[nodiscard]] QString sendingFailedText(const Error& error);
/// A line for each file that was refused or kept with a warning: which and why.
[[nodiscard]] QStringList refusedLines(const std::vector<SentFile>& sent, bool hidden);

/// "2026-01-31" of DICOM's "20260131"; any other text as it is.
[[nodiscard]] QString dateText(const QString& date);

} // namespace ccad
