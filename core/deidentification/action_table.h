// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/deidentification/profile.h"

#include <QByteArray>
#include <QHash>
#include <QString>

#include <array>
#include <optional>
#include <set>
#include <vector>

namespace ccad {

/// The codes of one attribute, as PS3.15 Table E.1-1 has them: "X/Z/D", "K", or empty.
struct ActionRow
{
    QByteArray tag; ///< eight hexadecimal digits, x for any; ggggeeee: private attributes
    QByteArray keyword;
    QByteArray basic;
    std::array<QByteArray, 10> options; ///< in the order of DeidOption
};

/// The type that PS3.3 gives an attribute in an object: does it need a value, may it be empty or
/// absent?
enum class AttributeType
{
    Required, ///< 1 and 1C
    MayBeEmpty, ///< 2 and 2C
    MayBeAbsent ///< 3
};

/// The tables that de-identification goes by, read from resources/deidentification: actions of the
/// standard and CCAD's own, types, private attributes known to be safe, attributes that tell who
/// somebody is, and words that may stay in free text.
class ActionTable
{
public:
    /// Errors: FileNotFound, FileUnreadable, FileBroken (names file and line): nothing is
    /// de-identified by half a table.
    [[nodiscard]] static Result<ActionTable> load(const QString& folder);
    /// The folder that comes with the program.
    [[nodiscard]] static QString defaultFolder();

    [[nodiscard]] const QString& edition() const { return m_edition; } ///< "2025b"
    [[nodiscard]] const std::vector<ActionRow>& rows() const { return m_rows; }

    /// The row of a public attribute, or nullptr.
    [[nodiscard]] const ActionRow* find(quint32 tag) const;
    /// The row of all private attributes.
    [[nodiscard]] const ActionRow& privateRow() const { return m_rows[m_privateRow]; }
    /// Nothing for an object whose class is not known here.
    [[nodiscard]] std::optional<AttributeType> typeOf(quint32 tag,
                                                      const QByteArray& sopClass) const;
    [[nodiscard]] bool isSafePrivate(const QByteArray& creator, quint32 tag) const;
    /// Does the value of that attribute tell who or where somebody is?
    [[nodiscard]] bool isIdentifying(quint32 tag) const { return m_identifying.contains(tag); }
    /// May a word, in small letters, stay in free text?
    [[nodiscard]] bool isHarmless(const QString& word) const { return m_words.contains(word); }

private:
    ActionTable() = default;
    [[nodiscard]] Result<void> readActions(const QString& path, bool isStandard);
    [[nodiscard]] Result<void> readTypes(const QString& path);
    [[nodiscard]] Result<void> readSafePrivate(const QString& path);
    [[nodiscard]] Result<void> readWords(const QString& folder);
    [[nodiscard]] Result<void> add(ActionRow row);

    QString m_edition;
    std::vector<ActionRow> m_rows;
    std::size_t m_privateRow = 0;
    QHash<quint32, std::size_t> m_byTag;
    std::vector<std::size_t> m_byPattern; ///< rows whose tag holds an x
    QHash<QByteArray, QHash<quint32, AttributeType>> m_types; ///< by SOP class
    QHash<QByteArray, std::set<quint32>> m_safePrivate; ///< by creator: group << 16 | last byte
    std::set<quint32> m_identifying;
    std::set<QString> m_words;
};

} // namespace ccad
