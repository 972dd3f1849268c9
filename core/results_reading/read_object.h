// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/result.h"
#include "core/imaging/read_limits.h"
#include "core/results_reading/parametric_map.h"
#include "core/results_reading/presentation_state.h"
#include "core/results_reading/structured_report.h"

#include <QByteArray>

#include <variant>

namespace ccad::results {

/// An object about films, from CCAD or any other program, as values.
struct ReadObject
{
    ObjectFacts facts;
    std::variant<StructuredReport, PresentationState, ParametricMap> content;

    /// "structured report", "presentation state", "parametric map"
    [[nodiscard]] QString kind() const;
};

/// True when a file that begins so (1024 bytes are enough) is such an object by its meta header.
[[nodiscard]] bool beginsAsResultObject(const QByteArray& begin);

/// Reads the bytes of a file; the path is for messages only. CCAD's own walk is the only parser
/// (decision 0006). Errors, as sentences: those of readRadiograph; Unsupported for any other file.
[[nodiscard]] Result<ReadObject> readResultObject(const QByteArray& content, const QString& path,
                                                  const ReadLimits& limits = {},
                                                  const CancelToken& cancel = {});
/// The same of a file, by a process of its own (DecodingService). Errors: those of the service,
/// too.
[[nodiscard]] Result<ReadObject> readResultObject(const QString& path,
                                                  const CancelToken& cancel = {});

/// That process's part: a ForeignReader. The bytes are for readResultObject() alone.
[[nodiscard]] Result<QByteArray> readObjectBytes(const QByteArray& content, const QString& path,
                                                 const ReadLimits& limits);

/// "a digital radiograph", by a SOP Class UID; "an object" for an unknown one.
[[nodiscard]] QString sopClassWords(const QString& sopClassUid);

} // namespace ccad::results
