// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/dataset/dataset.h"

namespace ccad {

/// Which of the folders that files lie in name classes, and which patients.
///
/// A chain is the folders of one file, from the outermost, without those that name a split. Read
/// from outside, a level holds the classes unless its folders are sources, in each of which the
/// same few names come back: "north/covid", "south/covid". It holds them, too, when the folders
/// below look like patients: numbered, many, with few files each, and another set below each class.
class ClassFolders
{
public:
    [[nodiscard]] static ClassFolders of(const std::vector<QStringList>& chains, ClassFolder wish);

    [[nodiscard]] QString classOf(const QStringList& chain) const;
    /// The same as the folder is called, whatever characters that are.
    [[nodiscard]] QString writtenClassOf(const QStringList& chain) const;
    /// Empty where no folder names a patient.
    [[nodiscard]] QString patientOf(const QStringList& chain) const;
    /// Lies a folder inside one that names a patient, or does it name one itself?
    [[nodiscard]] bool isOfPatient(const QStringList& chain) const;
    /// A sentence on what was taken for a class and what for a patient; empty where no file leaves
    /// a choice.
    [[nodiscard]] QString sentence() const { return m_sentence; }

private:
    qsizetype m_level = 0; ///< of the class, from 0; chains may be shorter
    bool m_hasPatients = false;
    QString m_sentence;
};

} // namespace ccad
