// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/file_system.h"

#include <QFile>
#include <QFileInfo>

#include <algorithm>
#include <array>
#include <cstdint>

#include <sys/vfs.h>

namespace ccad {

namespace {

// As in statfs(2) and linux/magic.h; those of no header are the kernel modules' own.
constexpr std::array<std::uint32_t, 16> networkKinds = {
    0x00006969, // NFS
    0x0000517b, // SMB
    0xff534d42, // CIFS
    0xfe534d42, // SMB 2 and 3
    0x0000564c, // NCP
    0x5346414f, // AFS of OpenAFS
    0x6b414653, // AFS of the kernel
    0x73757245, // Coda
    0x01021997, // 9P
    0x65735546, // FUSE: sshfs, GlusterFS and others
    0x00c36400, // Ceph
    0x0bd00bd0, // Lustre
    0x47504653, // GPFS
    0x19830326, // BeeGFS
    0x01161970, // GFS2
    0x7461636f, // OCFS2
};

} // namespace

bool isNetworkFileSystem(long kind)
{
    // The word is signed on some machines.
    return std::find(networkKinds.begin(), networkKinds.end(), std::uint32_t(kind))
        != networkKinds.end();
}

bool isOnNetwork(const QString& path)
{
    struct statfs info;
    for (const QString& place : {path, QFileInfo(path).absolutePath()})
        if (::statfs(QFile::encodeName(place).constData(), &info) == 0)
            return isNetworkFileSystem(long(info.f_type));
    return false;
}

} // namespace ccad
