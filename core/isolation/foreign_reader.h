// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/imaging/read_limits.h"

#include <QByteArray>
#include <QString>

namespace ccad {

/// Content that modules above this one know. Each has a function for the process that reads a file,
/// which ccad-decoder names to serveAsDecoder(), and one for the program, which asks for it
/// (DecodingService::content) and believes nothing of it.
enum class ForeignKind : quint32
{
    FilmHeader = 1, ///< what result objects need of their film
    ResultObject = 2, ///< an object about a film
    Weights = 3, ///< a weight file to be imported
    BurnedInText = 4, ///< where there seems to be text in the pixels
    ObjectIdentity = 5, ///< what an object from or for the network is
    QueryAnswers = 6, ///< data sets with which an archive answers a query
    QueryAnswersInJson = 7, ///< the same by DICOMweb
    StoredObjects = 8 ///< what an archive says of objects that were sent to it by DICOMweb
};

struct ForeignReader
{
    ForeignKind kind;
    /// The path is for messages only. Errors as those of readRadiograph, as sentences.
    Result<QByteArray> (*read)(const QByteArray& content, const QString& path,
                               const ReadLimits& limits);
};

} // namespace ccad
