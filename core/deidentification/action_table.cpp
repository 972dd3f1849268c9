// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/action_table.h"

#include "core/base/data_dirs.h"
#include "core/base/files.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

constexpr qint64 mostBytes = 1 << 20;
constexpr qsizetype leadingColumns = 3; // tag, keyword, basic
constexpr std::array<QByteArrayView, 11> knownCodes
    = {"X", "Z", "D", "U", "K", "C", "X/Z", "X/D", "Z/D", "X/Z/D", "X/Z/U*"};

Error broken(const QString& path, int line)
{
    return Error{
        ErrorCode::FileBroken,
        u"Line %1 of the de-identification table %2 is not as it should be."_s.arg(line).arg(path),
        path};
}

/// Calls `take` for each line that is no comment; false makes the line an error.
Result<void> readLines(const QString& path, const std::function<bool(const QByteArray&)>& take)
{
    const auto content = readFile(path, mostBytes);
    if (!content)
        return content.error();
    int number = 0;
    for (const QByteArray& line : content->split('\n')) {
        ++number;
        if (!line.trimmed().isEmpty() && !line.startsWith('#') && !take(line))
            return broken(path, number);
    }
    return {};
}

std::optional<quint32> plainTag(const QByteArray& text)
{
    bool isNumber = false;
    const quint32 tag = text.toUInt(&isNumber, 16);
    return isNumber && text.size() == 8 ? std::optional(tag) : std::nullopt;
}

bool matches(const QByteArray& pattern, quint32 tag)
{
    const QByteArray digits = QByteArray::number(tag, 16).rightJustified(8, '0');
    return std::equal(pattern.begin(), pattern.end(), digits.begin(),
                      [](char wanted, char digit) { return wanted == 'x' || wanted == digit; });
}

bool isKnownCode(const QByteArray& code)
{
    return std::find(knownCodes.begin(), knownCodes.end(), QByteArrayView(code))
        != knownCodes.end();
}

std::optional<AttributeType> typeNamed(const QByteArray& name)
{
    if (name == "1" || name == "1C")
        return AttributeType::Required;
    if (name == "2" || name == "2C")
        return AttributeType::MayBeEmpty;
    return std::nullopt;
}

} // namespace

QString ActionTable::defaultFolder()
{
    return dataDir() + u"/resources/deidentification"_s;
}

Result<ActionTable> ActionTable::load(const QString& folder)
{
    ActionTable table;
    if (auto ok = table.readActions(folder + u"/actions.tsv"_s, true); !ok)
        return ok.error();
    const bool hasPrivate = std::any_of(table.m_rows.begin(), table.m_rows.end(),
                                        [](const ActionRow& r) { return r.tag == "ggggeeee"; });
    if (!hasPrivate || table.m_edition.isEmpty())
        return broken(folder + u"/actions.tsv"_s, 1);
    if (auto ok = table.readActions(folder + u"/own_actions.tsv"_s, false); !ok)
        return ok.error();
    if (auto ok = table.readTypes(folder + u"/attribute_types.tsv"_s); !ok)
        return ok.error();
    if (auto ok = table.readSafePrivate(folder + u"/safe_private.tsv"_s); !ok)
        return ok.error();
    if (auto ok = table.readWords(folder); !ok)
        return ok.error();
    return table;
}

Result<void> ActionTable::add(ActionRow row)
{
    const std::size_t place = m_rows.size();
    if (row.tag == "ggggeeee")
        m_privateRow = place;
    else if (const auto tag = plainTag(row.tag))
        m_byTag.insert(*tag, place);
    else if (row.tag.size() == 8 && row.tag.contains('x'))
        m_byPattern.push_back(place);
    else
        return Error{};
    m_rows.push_back(std::move(row));
    return {};
}

Result<void> ActionTable::readActions(const QString& path, bool isStandard)
{
    const auto content = readFile(path, mostBytes);
    if (!content)
        return content.error();
    if (isStandard) {
        for (const QByteArray& line : content->split('\n'))
            if (line.startsWith("# edition\t"))
                m_edition = QString::fromLatin1(line.mid(10).trimmed());
    }
    bool isHeader = true;
    return readLines(path, [&](const QByteArray& line) {
        const QList<QByteArray> fields = line.split('\t');
        ActionRow row;
        const auto columns = leadingColumns + static_cast<qsizetype>(row.options.size());
        if (isHeader) {
            isHeader = false;
            return fields.size() == columns && fields.first() == "tag" && fields[2] == "basic";
        }
        if (fields.size() < leadingColumns || fields.size() > columns || !isKnownCode(fields[2]))
            return false;
        row.tag = fields[0];
        row.keyword = fields[1];
        row.basic = fields[2];
        for (qsizetype i = leadingColumns; i < fields.size(); ++i) {
            if (!fields[i].isEmpty() && !isKnownCode(fields[i]))
                return false;
            row.options[static_cast<std::size_t>(i - leadingColumns)] = fields[i];
        }
        // The standard's own row goes first.
        if (const auto tag = plainTag(row.tag); tag && m_byTag.contains(*tag))
            return !isStandard;
        return add(std::move(row)).hasValue();
    });
}

Result<void> ActionTable::readTypes(const QString& path)
{
    bool isHeader = true;
    return readLines(path, [&](const QByteArray& line) {
        const QList<QByteArray> fields = line.split('\t');
        if (std::exchange(isHeader, false))
            return fields.size() == 3 && fields.first() == "uid";
        if (fields.size() != 3)
            return false;
        QHash<quint32, AttributeType>& types = m_types[fields[0]];
        for (const QByteArray& entry : fields[2].simplified().split(' ')) {
            const QList<QByteArray> pair = entry.split('=');
            const auto tag = plainTag(pair.first());
            const auto type = typeNamed(pair.last());
            if (pair.size() != 2 || !tag || !type)
                return false;
            types.insert(*tag, *type);
        }
        return true;
    });
}

Result<void> ActionTable::readSafePrivate(const QString& path)
{
    bool isHeader = true;
    return readLines(path, [&](const QByteArray& line) {
        const QList<QByteArray> fields = line.split('\t');
        if (std::exchange(isHeader, false))
            return fields.size() == 3 && fields.first() == "creator";
        bool isNumber = false;
        const quint32 group = fields.value(1).toUInt(&isNumber, 16);
        if (fields.size() != 3 || !isNumber)
            return false;
        for (const QByteArray& element : fields[2].simplified().split(' ')) {
            const quint32 last = element.toUInt(&isNumber, 16);
            if (!isNumber || last > 0xFF)
                return false;
            m_safePrivate[fields[0]].insert(group << 16 | last);
        }
        return true;
    });
}

Result<void> ActionTable::readWords(const QString& folder)
{
    auto read = readLines(folder + u"/identifying.txt"_s, [&](const QByteArray& line) {
        for (const QByteArray& word : line.simplified().split(' ')) {
            const auto tag = plainTag(word);
            if (!tag)
                return false;
            m_identifying.insert(*tag);
        }
        return true;
    });
    if (!read)
        return read;
    return readLines(folder + u"/vocabulary.txt"_s, [&](const QByteArray& line) {
        for (const QByteArray& word : line.simplified().split(' '))
            m_words.insert(QString::fromLatin1(word));
        return true;
    });
}

const ActionRow* ActionTable::find(quint32 tag) const
{
    if (const auto it = m_byTag.constFind(tag); it != m_byTag.cend())
        return &m_rows[it.value()];
    for (const std::size_t place : m_byPattern)
        if (matches(m_rows[place].tag, tag))
            return &m_rows[place];
    return nullptr;
}

std::optional<AttributeType> ActionTable::typeOf(quint32 tag, const QByteArray& sopClass) const
{
    const auto types = m_types.constFind(sopClass);
    if (types == m_types.cend())
        return std::nullopt;
    return types->value(tag, AttributeType::MayBeAbsent);
}

bool ActionTable::isSafePrivate(const QByteArray& creator, quint32 tag) const
{
    const auto known = m_safePrivate.constFind(creator);
    return known != m_safePrivate.cend() && known->contains((tag & 0xFFFF0000) | (tag & 0xFF));
}

} // namespace ccad
