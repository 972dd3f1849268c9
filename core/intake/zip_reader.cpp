// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/intake/internal/archive_reader.h"
#include "core/intake/internal/member_names.h"
#include "core/intake/internal/zip_end.h"

#include <QFile>

#include <algorithm>

#include <sys/stat.h>
#include <zip.h>

using namespace Qt::StringLiterals;

namespace ccad {

namespace {

struct ZipEnd
{
    void operator()(zip_t* zip) const { zip_discard(zip); }
};
using Zip = std::unique_ptr<zip_t, ZipEnd>;

struct EntryEnd
{
    void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Entry = std::unique_ptr<zip_file_t, EntryEnd>;

Error broken(const QString& clause)
{
    return {ErrorCode::FileBroken, clause, {}};
}

/// `bytes`: -1: to the end of the file.
Zip openBehind(const QString& path, qint64 offset, qint64 bytes = -1)
{
    zip_source_t* source = zip_source_file_create(QFile::encodeName(path).constData(),
                                                  zip_uint64_t(offset), bytes, nullptr);
    if (source == nullptr)
        return {};
    Zip zip(zip_open_from_source(source, ZIP_RDONLY, nullptr));
    if (!zip)
        zip_source_free(source); // an open archive owns its source
    return zip;
}

class ZipReader final : public ArchiveReader
{
public:
    explicit ZipReader(Zip zip) : m_zip(std::move(zip))
    {
        QList<QByteArray> names;
        for (zip_int64_t i = 0; i < *count(); ++i)
            names << QByteArray(zip_get_name(m_zip.get(), zip_uint64_t(i), ZIP_FL_ENC_RAW));
        m_names = readableNames(names);
    }

    /// As bytes; empty without members.
    [[nodiscard]] QByteArray firstName() const
    {
        return {zip_get_name(m_zip.get(), 0, ZIP_FL_ENC_RAW)};
    }
    [[nodiscard]] std::optional<qint64> count() const override
    {
        return zip_get_num_entries(m_zip.get(), 0);
    }

    [[nodiscard]] Result<std::optional<ArchiveMember>> next() override
    {
        m_entry.reset();
        if (++m_index >= *count())
            return std::optional<ArchiveMember>();
        zip_stat_t stat;
        if (zip_stat_index(m_zip.get(), zip_uint64_t(m_index), 0, &stat) != 0
            || (stat.valid & (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
                != (ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE))
            return broken(u"its list of files is damaged"_s);
        ArchiveMember member;
        member.name = m_names.value(m_index);
        member.isFolder = isFolderName(member.name);
        member.isEncrypted
            = (stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE;
        member.packedBytes = qint64(stat.comp_size);
        member.oddity = oddityAt(zip_uint64_t(m_index));
        m_statedBytes = stat.size;
        m_readBytes = 0;
        return std::optional(member);
    }

    [[nodiscard]] Result<qint64> read(std::span<char> buffer) override
    {
        if (!m_entry)
            m_entry.reset(zip_fopen_index(m_zip.get(), zip_uint64_t(m_index), 0));
        if (!m_entry)
            return notOpened();
        const zip_int64_t got = zip_fread(m_entry.get(), buffer.data(), buffer.size());
        if (got < 0)
            return broken(u"its data are damaged"_s);
        m_readBytes += zip_uint64_t(got);
        // libzip checks the sum of packed data, but not how long they are.
        if (m_readBytes > m_statedBytes || (got == 0 && m_readBytes != m_statedBytes))
            return broken(u"its data are not as long as the archive says"_s);
        return qint64(got);
    }

private:
    /// Archivers of Unix keep what kind of file it was.
    [[nodiscard]] QString oddityAt(zip_uint64_t index) const
    {
        constexpr int modeAt = 16;
        zip_uint8_t system = 0;
        zip_uint32_t attributes = 0;
        if (zip_file_get_external_attributes(m_zip.get(), index, 0, &system, &attributes) != 0
            || system != ZIP_OPSYS_UNIX)
            return {};
        const mode_t kind = (attributes >> modeAt) & S_IFMT;
        if (kind == S_IFLNK)
            return u"it is a link, not a file"_s;
        return kind == 0 || kind == S_IFREG || kind == S_IFDIR
            ? QString()
            : u"it is a device or pipe, not a file"_s;
    }
    [[nodiscard]] Error notOpened() const
    {
        if (zip_error_code_zip(zip_get_error(m_zip.get())) == ZIP_ER_COMPNOTSUPP)
            return {ErrorCode::Unsupported,
                    u"its kind of compression is not known. Unpack the archive by hand first"_s,
                    {}};
        return broken(u"its data cannot be found in the archive"_s);
    }

    Zip m_zip;
    Entry m_entry; ///< closed before the archive
    QStringList m_names;
    zip_int64_t m_index = -1;
    zip_uint64_t m_statedBytes = 0; ///< of the member, as the archive says
    zip_uint64_t m_readBytes = 0; ///< of it so far
};

/// Archives that were joined in one file: the last one, which is the file's own, first.
class JoinedZips final : public ArchiveReader
{
public:
    JoinedZips(std::vector<std::unique_ptr<ZipReader>> parts, bool hasMoreInFront)
        : m_parts(std::move(parts)), m_hasMoreInFront(hasMoreInFront)
    {
    }

    [[nodiscard]] std::optional<qint64> count() const override
    {
        qint64 members = 0;
        for (const auto& part : m_parts)
            members += *part->count();
        return members;
    }

    [[nodiscard]] Result<std::optional<ArchiveMember>> next() override
    {
        for (; m_part < m_parts.size(); ++m_part)
            if (auto member = m_parts[m_part]->next(); !member || *member)
                return member;
        if (!m_hasMoreInFront)
            return std::optional<ArchiveMember>();
        return broken(
            u"beside the files that its list names it holds others, which cannot be found "
            "by it. Unpack it by hand"_s);
    }

    [[nodiscard]] Result<qint64> read(std::span<char> buffer) override
    {
        return m_parts[m_part]->read(buffer);
    }

private:
    std::vector<std::unique_ptr<ZipReader>> m_parts;
    bool m_hasMoreInFront;
    std::size_t m_part = 0;
};

/// The archives in front of the file's own one.
std::unique_ptr<ArchiveReader> joined(const QString& path, Zip own)
{
    const ZipParts found = zipPartsOf(path);
    std::vector<std::unique_ptr<ZipReader>> parts;
    parts.push_back(std::make_unique<ZipReader>(std::move(own)));
    // Of several lists libzip may take another one than the last.
    const bool isOther
        = !found.firstName.isEmpty() && parts.front()->firstName() != found.firstName;
    bool hasMoreInFront = found.hasMoreInFront || isOther;
    if (isOther)
        return std::make_unique<JoinedZips>(std::move(parts), hasMoreInFront);
    for (std::size_t i = 1; i < found.parts.size(); ++i) {
        if (Zip zip = openBehind(path, found.parts[i].offset, found.parts[i].bytes))
            parts.push_back(std::make_unique<ZipReader>(std::move(zip)));
        else
            hasMoreInFront = true;
    }
    if (parts.size() == 1 && !hasMoreInFront)
        return std::move(parts.front());
    return std::make_unique<JoinedZips>(std::move(parts), hasMoreInFront);
}

} // namespace

Result<std::unique_ptr<ArchiveReader>> openZip(const QString& path, int maxRatio)
{
    Zip zip = openBehind(path, bytesBeforeZip(path).value_or(0));
    if (!zip)
        zip = openBehind(path, 0);
    if (!zip)
        return openZipWithoutList(path, maxRatio);
    return joined(path, std::move(zip));
}

} // namespace ccad
