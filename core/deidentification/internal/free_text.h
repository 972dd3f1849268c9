// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deidentification/action_table.h"

#include <QByteArray>
#include <QString>

#include <set>
#include <vector>

namespace ccad {

/// The words of an object that tell who or where somebody is, gathered from all of it before
/// anything is removed: they must not stay in any other attribute.
class IdentityWords
{
public:
    explicit IdentityWords(const ActionTable& table) : m_table(&table) { }

    /// A value of an attribute that identifies, as text, and its bytes as written. Of a person's
    /// name each word counts; of other values those that are no words of radiology.
    void add(const QString& text, const QByteArray& bytes, bool isPersonName);
    /// A UID that is replaced.
    void addUid(const QByteArray& uid);

    /// Does the text hold one of the words, or something that is written as a date, a telephone
    /// number, an address of the net or a form of address is?
    [[nodiscard]] bool isIn(const QString& text) const;
    /// Does the text hold one of the words alone? For codes, versions and models, which are full
    /// of digits and dates.
    [[nodiscard]] bool hasWord(const QString& text) const;
    /// The harmless words of the text and digits that stand alone, with single spaces.
    [[nodiscard]] QString cleaned(const QString& text) const;

    /// A word that is looked for in bytes; without letters, it does not count within longer numbers
    /// and UIDs.
    struct Needle
    {
        QByteArray bytes; ///< in small letters where it is ASCII
        bool isNumber = false;
    };
    /// What is long enough to be no accident among bytes.
    [[nodiscard]] const std::vector<Needle>& needles() const { return m_needles; }

private:
    void addNeedle(const QByteArray& bytes);

    const ActionTable* m_table;
    std::set<QString> m_words; ///< in small letters
    std::vector<QString> m_phrases; ///< words of scripts that set no spaces
    std::vector<Needle> m_needles;
};

/// Where `needle` occurs in the bytes, whatever the case of ASCII letters; -1: nowhere.
[[nodiscard]] qsizetype placeOf(const IdentityWords::Needle& needle, QByteArrayView lowered);

} // namespace ccad
