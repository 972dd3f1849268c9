// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deidentification/deid_folder.h"
#include "core/base/files.h"

#include "core/deidentification/text_search.h"
#include "core/imaging/reading/guarded_read.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ccad {

Result<DeidFolder> DeidFolder::open(DeidFolderRequest request, const QString& tables)
{
    if (request.key.size() != Pseudonyms::keyBytes)
        return Error{ErrorCode::InvalidArgument, u"The key has to have 32 bytes."_s, {}};
    auto table = ActionTable::load(tables);
    if (!table)
        return table.error();
    return DeidFolder(std::move(request), *std::move(table));
}

/// Looks for text as far as somebody wants that, and settles what is blanked. A film that has to be
/// looked at first keeps `asked.decision` Unseen and gets boxes in its report.
Result<void> DeidFolder::decide(const QString& file, const QByteArray& content,
                                const imaging::ReadGuard& guard, DeidRequest& asked,
                                DeidFile& report) const
{
    if (m_request.policy == TextPolicy::Leave)
        return {};
    const auto listed = m_request.listed.constFind(file);
    const bool isListed
        = m_request.policy == TextPolicy::BlankListed && listed != m_request.listed.cend();
    if (isListed) {
        asked.boxes = *listed;
    } else {
        auto search = searchText(content, guard);
        if (!search)
            return search.error();
        asked.boxes = std::move(search->boxes);
        report.notes << search->notes;
        if (!search->hasPicture)
            return {};
    }
    report.boxes = asked.boxes;
    if (isListed || m_request.policy == TextPolicy::BlankFound)
        asked.decision = PixelDecision::Looked;
    return {};
}

Result<DeidFile> DeidFolder::add(const QString& file, const QString& path,
                                 const CancelToken& cancel)
{
    DeidFile report;
    const imaging::ReadGuard guard({}, cancel);
    std::optional<Deidentified> done;
    auto read = imaging::readGuarded(path, guard, [&](const QByteArray& content) -> Result<void> {
        DeidRequest asked{&m_table, m_request.options, &m_pseudonyms};
        if (auto ok = checkIsDicom(content); !ok)
            return ok;
        if (auto ok = decide(file, content, guard, asked, report); !ok)
            return ok;
        const bool waits = asked.decision == PixelDecision::Unseen && !report.boxes.empty();
        if (waits)
            return {};
        auto result = deidentify(content, asked, guard);
        if (!result)
            return result.error();
        done = *std::move(result);
        return {};
    });
    if (!read)
        return namedAsPeopleDo(read.error(), path, file);
    if (!done)
        return report;
    report.notes << done->notes;
    if (auto ok = write(*done, report); !ok)
        return ok.error();
    m_mapping.add(file, report.written, *done);
    return report;
}

Result<void> DeidFolder::write(const Deidentified& done, DeidFile& report)
{
    const QString patient = QString::fromLatin1(done.patientPseudonym);
    const QString name = patient + u'/' + QString::fromLatin1(done.fileName) + u".dcm"_s;
    const QDir folder(m_request.folder);
    const QString path = folder.filePath(name);
    // Only files of an earlier run are replaced: two films of one run may share their UID.
    if (m_written.contains(name))
        return Error{ErrorCode::AlreadyExists,
                     u"%1 was written a moment ago, for another file of the same UID."_s.arg(path),
                     path};
    if (m_request.existing == Existing::Keep && QFileInfo::exists(path))
        return Error{ErrorCode::AlreadyExists,
                     u"%1 is there already, of an earlier run."_s.arg(path), path};
    if (!folder.mkpath(patient))
        return Error{ErrorCode::WriteFailed,
                     u"Cannot make the folder %1."_s.arg(folder.filePath(patient)), path};
    if (auto ok = writeFileAtomically(path, done.file); !ok)
        return ok;
    m_written.insert(name);
    report.written = name;
    return {};
}

} // namespace ccad
