// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/results/film_result.h"
#include "core/results/film_source.h"

#include <QByteArray>
#include <QString>

namespace ccad::results {

/// "2.25." and a number of 128 bits, which are the first of the SHA-256 of the parts, as a UUID of
/// version 8 (PS3.5 B.2): the same parts always give the same UID. At most 44 characters.
[[nodiscard]] QString uidOf(const QList<QByteArray>& parts);

/// Makes the UIDs of all objects of one result. They follow from the film (its SOP Instance UID and
/// its decoded picture), the model (checksums of weights and gate), the version of the program and
/// every choice that changes what is written: threshold, temperature, level, coverage, audit
/// colour, severity, the reader's words. They do not follow from computed figures, whose last
/// digit may differ between processors, nor from the clock: what is sent twice is one object.
class ResultUids
{
public:
    /// `pictureSha256`: pictureSha256 or contentSha256 of the film's ReducedRadiograph.
    ResultUids(const FilmSource& film, const QString& pictureSha256, const FilmResult& result);

    /// `kind` names the object ("sr"), `role` what the UID is for ("instance", "series",
    /// "tracking covid").
    [[nodiscard]] QString uid(const QByteArray& kind, const QByteArray& role) const;

private:
    QByteArray m_key;
};

/// Device UID of the algorithm: another one for other weights or another gate, as IHE AI Results
/// asks for it.
[[nodiscard]] QString deviceUid(const FilmResult& result);

} // namespace ccad::results
