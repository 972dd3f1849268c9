// SPDX-License-Identifier: GPL-3.0-or-later
// Queries and their answers as DICOM data sets, implicit little endian.
#pragma once

#include "core/base/cancel_token.h"
#include "core/imaging/read_limits.h"
#include "core/nodes/query.h"

#include <QByteArray>

namespace ccad {

/// The identifier of a C-FIND, C-MOVE or C-GET. Text that is not ASCII goes as UTF-8.
[[nodiscard]] QByteArray identifierOf(const Query& query);

/// Data sets of a peer that answer a query, as they came. Nothing in them is looked at before all
/// are there; then a locked process reads them (DecodingService).
class CollectedAnswers
{
public:
    static constexpr qint64 mostBytes = 64 << 20;

    /// False when there is no room for one more.
    [[nodiscard]] bool append(const QByteArray& dataset);
    [[nodiscard]] int count() const { return m_count; }
    /// Errors: those of DecodingService::contentOf.
    [[nodiscard]] Result<std::vector<QueryMatch>> read(const CancelToken& cancel) const;

private:
    QByteArray m_bytes; ///< each behind its length
    int m_count = 0;
};

/// That process's part: a ForeignReader. The bytes are for CollectedAnswers alone.
[[nodiscard]] Result<QByteArray> readQueryAnswers(const QByteArray& content, const QString& path,
                                                  const ReadLimits& limits);

} // namespace ccad
