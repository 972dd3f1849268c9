// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/cancel_token.h"
#include "core/base/files.h"
#include "core/inference/judgement.h"
#include "core/intake/named_files.h"
#include "core/worklist/film_identities.h"

#include <QSet>
#include <QString>

#include <optional>

namespace ccad::cli {

/// A line of the output: a file, what came of it, and what its tags say.
struct FilePrediction
{
    QString file;
    Judgement judgement;
    View view = View::Unknown;
    std::optional<PixelSpacing> spacing; ///< absent: the file does not say it
    FilmIdentity film; ///< without an identity where the file could not be read
    std::optional<double> decodeMs; ///< absent when the file could not be decoded
};

/// As a batch reads a file, so that both say the same to the last digit.
[[nodiscard]] ReadSize readSizeFor(const Classifier& classifier);

/// Writes overlays into one folder under names of their own, whatever the files are called.
class OverlayWriter
{
public:
    /// `existing`: what happens to files in the folder that are no overlays of CCAD.
    explicit OverlayWriter(QString folder, Existing existing);

    /// Makes the folder. Error: WriteFailed.
    [[nodiscard]] Result<void> prepare() const;
    /// Reads the file again where the picture was reduced: overlays have its full size.
    [[nodiscard]] Result<void> write(const NamedFile& file, const ReducedRadiograph& reduced,
                                     const Finding& finding, const CancelToken& cancel);

private:
    [[nodiscard]] QString freshPath(const QString& file);

    QString m_folder;
    Existing m_existing;
    QSet<QString> m_used;
};

/// Reads, classifies and, with a writer, draws one file. Never fails: what went wrong is in the
/// answer.
[[nodiscard]] FilePrediction predictFile(const NamedFile& file, const Classifier& classifier,
                                         OverlayWriter* overlays, const CancelToken& cancel);

} // namespace ccad::cli
