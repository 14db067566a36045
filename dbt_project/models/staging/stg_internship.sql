{{ in_force('internship') }}
