// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/imaging/film_objects.h"

#include <QString>
#include <QStringList>

#include <vector>

namespace ccad::results {

/// An object that another one speaks of.
struct ObjectReference
{
    QString sopClassUid;
    QString sopInstanceUid;
    std::vector<int> frames; ///< counted from 1; empty: all
    QString checksum = {}; ///< see FilmObject::checksums
    bool operator==(const ObjectReference&) const = default;

    [[nodiscard]] bool isTo(const QString& instance, int frame) const;
};

/// A device or program that an object names.
struct ObjectEquipment
{
    QString manufacturer;
    QString model;
    QStringList versions;
};

/// What every object says of itself, whatever its kind.
struct ObjectFacts
{
    QString sopClassUid;
    QString sopInstanceUid;
    QString studyInstanceUid;
    QString patientId; ///< never logged
    QString patientName; ///< never logged
    QString patientBirthDate; ///< ISO 8601 or empty; never logged
    QString made; ///< "2026-11-23 14:05:00" in the object's own time, "2026-11-23", or empty
    QString description; ///< of the object, else of its series; or empty
    ObjectEquipment equipment; ///< what wrote it
    std::vector<ObjectEquipment> contributors; ///< such as the model that judged the film
    std::vector<ObjectReference> references; ///< in the order of the file, each once

    [[nodiscard]] bool refersTo(const QString& instance, int frame = 1) const;
    /// Is it for the film? `checksum`: see belongingOf(), which decides.
    [[nodiscard]] Belonging belongingTo(const QString& instance, const QString& checksum,
                                        int frame = 1) const;
    /// "Model of Maker, version 2.1"; a maker that the model names is left out. Empty: not said.
    [[nodiscard]] QString writtenBy() const;
};

} // namespace ccad::results
